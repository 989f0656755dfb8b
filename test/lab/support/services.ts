import { questionsOf } from '../../../lab/verify/questions.ts';
import type { Report } from '../../../lab/verify/report.ts';
import { verify } from '../../../lab/verify/verify.ts';
import type { Mode } from '../../network/kubernetes/cases.ts';
import { tableText } from '../../network/kubernetes/table/table.ts';
import { modelOf } from './verify-text.ts';

/** Modes of kube-proxy that a kernel runs without a process and a module of their own. */
export const KERNEL_MODES: readonly Mode[] = ['iptables', 'nftables'];

/** What the kernel says of a mode's table of Services, and which of its questions it answers in every way as the traces do. */
export async function verifyTable(
  mode: Mode,
): Promise<{ readonly report: Report; readonly verified: readonly boolean[] }> {
  const model = await modelOf(await tableText(mode));
  const questions = questionsOf(model);
  const report = await verify(model.network, questions, `the table of Services by ${mode}`);
  const verified = questions.map((question) => {
    const own = report.findings.filter((finding) => finding.question === question);
    return own.length > 0 && own.every(({ status }) => status === 'verified');
  });
  return { report, verified };
}
