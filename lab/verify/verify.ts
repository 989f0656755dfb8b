import type { Network } from '../../network/machines/network.ts';
import type { Frame } from '../../network/trace/result.ts';
import { Omissions } from '../export/omissions.ts';
import { labScript } from '../export/script.ts';
import { createLab, type Lab } from '../lab.ts';
import { compare } from './compare.ts';
import { type Expectation, expectationOf, type Unverifiable } from './expected.ts';
import { portsOf } from './frames.ts';
import { type Answer, jobOf, jobProbe } from './job.ts';
import { observed, tunnelPorts } from './observe.ts';
import type { Question } from './questions.ts';
import { REFEREE } from './referee.ts';
import type { Finding, Report } from './report.ts';
import { requirements } from './requirements.ts';
import { inSandbox } from './sandbox.ts';
import { tagOf } from './tag.ts';

/** A path of a question, and what captures will show of it or why they cannot. */
interface Case {
  readonly question: Question;
  readonly expectation: Expectation | Unverifiable;
}

/**
 * Builds the modelled state in namespaces of the kernel, sends what the questions' traces send, and compares what
 * captures show with what the traces say. The state comes from `network`, the expected side from the questions' JSON.
 */
export async function verify(network: Network, questions: readonly Question[], title: string): Promise<Report> {
  const needed = await requirements();
  if (!needed.ready) return { findings: [], failure: { kind: 'not-run', reason: needed.reason } };
  const lab = createLab(network);
  const omissions = new Omissions(lab, needed.lacking);
  const cases = questions.flatMap((question) =>
    question.result.paths.map((path): Case => ({ question, expectation: expectationOf(lab, omissions, path) })),
  );
  const sent = cases.flatMap(({ expectation }) => ('status' in expectation ? [] : [expectation]));
  const run = sent.length === 0 ? [] : await referee(lab, labScript(lab, title, omissions), sent);
  if ('refused' in run) return { findings: [], failure: { kind: 'refused', reason: run.refused } };
  return { findings: cases.map((one) => judge(one, sent, run)) };
}

async function referee(
  lab: Lab,
  script: string,
  sent: readonly Expectation[],
): Promise<readonly Answer[] | { readonly refused: string }> {
  const command = ['bash', '-c', 'bash <(cat <&4) >&2 </dev/null || exit 99; exec python3 -c "$1"', 'lab', REFEREE];
  const job = `${JSON.stringify(jobOf(lab, sent))}\n`;
  const { code, out, err } = await inSandbox(command, { stdin: job, script });
  if (code === 99) return { refused: err.trim() };
  if (code !== 0) throw new Error(`the referee ended with ${code}: ${err.trim()}`);
  return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer]));
}

/** Ports of a probe's answer are held against what the model calls the probe's source port. */
const MODEL_PORT = 40000;

function judge({ question, expectation }: Case, sent: readonly Expectation[], answers: readonly Answer[]): Finding {
  if ('status' in expectation) return { question, ...expectation, frames: 0, hops: 0 };
  const index = sent.indexOf(expectation);
  const { sightings, hops, probe } = expectation;
  const about = { question, packet: packetText(probe), frames: sightings.length, hops };
  const answer = answers.find((one) => one.index === index);
  if (answer) return { ...about, ...outcome(expectation, sent, answer) };
  const impossible = jobProbe(expectation, index) === undefined;
  const reason = impossible ? `no such packet of ${probe.length} bytes can be sent` : 'the referee gave no answer';
  return { ...about, status: impossible ? 'unsupported' : 'mismatch', reason };
}

function packetText({ source, destination, protocol, destinationPort, length }: Frame): string {
  return `${source} > ${destination} ${protocol}${destinationPort === undefined ? '' : ` port ${destinationPort}`} ${length} bytes`;
}

/** Where the way depends on chance, each packet has to go one of the ways that the trace tells. */
function outcome(expectation: Expectation, sent: readonly Expectation[], answer: Answer) {
  const found = observed(answer, tagOf(answer.index), tunnelPorts(sent));
  const ways = [expectation, ...sent.filter((one) => one !== expectation && sameProbe(one, expectation))];
  const differences = ways.map(({ sightings }) => compare(sightings, found, portsOf(sightings, MODEL_PORT)));
  if (expectation.sightings.length === 0 && found.length === 0 && answer.error === null) {
    return { status: 'mismatch' as const, reason: 'the trace says that the sender refuses, and it did not' };
  }
  const agreed = differences.some(({ missing, extra }) => missing.length === 0 && extra.length === 0);
  const reason = answer.error === null ? {} : { reason: `the sender's kernel says: ${answer.error}` };
  return agreed
    ? { status: 'verified' as const, ...reason }
    : { status: 'mismatch' as const, difference: differences[0]!, ...reason };
}

function sameProbe(a: Expectation, b: Expectation): boolean {
  return a.netns === b.netns && JSON.stringify(a.probe) === JSON.stringify(b.probe);
}
