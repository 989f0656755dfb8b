import type { Network } from '../../network/machines/network.ts';
import { Omissions } from '../export/omissions.ts';
import { labScript } from '../export/script.ts';
import { createLab, type Lab } from '../lab.ts';
import { type Answer, jobOf } from './job.ts';
import { tunnelPorts } from './observe.ts';
import { expectationsOf, type Packet, packetsOf } from './packets.ts';
import { isAskable, notSent, playAll } from './play.ts';
import type { Question } from './questions.ts';
import { REFEREE } from './referee.ts';
import type { Report } from './report.ts';
import { requirements } from './requirements.ts';
import { inSandbox } from './sandbox.ts';
import { tablesOf } from './tables.ts';

/**
 * Builds the modelled state in namespaces of the kernel, sends what the questions' traces send, and compares what
 * captures show with what the traces say. The state comes from `network`, the expected side from the questions' JSON.
 */
export async function verify(network: Network, questions: readonly Question[], title: string): Promise<Report> {
  const needed = await requirements();
  if (!needed.ready) return { findings: [], failure: { kind: 'not-run', reason: needed.reason } };
  const lab = createLab(network);
  const omissions = new Omissions(lab, needed.lacking);
  const packets = questions.flatMap((question) => packetsOf(lab, omissions, question));
  const script = labScript(lab, title, omissions);
  if (!packets.some(isAskable)) return { findings: packets.flatMap(notSent) };
  return referee(lab, script, packets);
}

const SETUP_LIMIT = 60_000;
const PACKET_LIMIT = 3_000;

async function referee(lab: Lab, script: string, packets: readonly Packet[]): Promise<Report> {
  const command = ['bash', '-c', 'bash <(cat <&4) >&2 </dev/null || exit 99; exec python3 -c "$1"', 'lab', REFEREE];
  const expectations = packets.flatMap(expectationsOf);
  const rounds = playAll(packets, tunnelPorts(expectations));
  let round = rounds.next();
  const sending = () => (round.done ? undefined : `${JSON.stringify(round.value)}\n`);
  const talk = (line: string) => {
    round = rounds.next(JSON.parse(line) as Answer);
    return sending();
  };
  const stdin = `${JSON.stringify(jobOf(lab, expectations))}\n${sending() ?? ''}`;
  const limit = SETUP_LIMIT + PACKET_LIMIT * packets.length;
  const { code, err } = await inSandbox(command, { stdin, script, talk }, limit);
  if (code === 99) return { findings: [], failure: { kind: 'refused', reason: err.trim() } };
  if (code !== 0 || !round.done) throw new Error(`the referee ended with ${code}: ${err.trim()}`);
  const tables = tablesOf(err);
  return { findings: round.value, ...(tables.length > 0 ? { tables } : {}) };
}
