import { createNetwork } from '../../network/machines/create.ts';
import type { Network, NetworkOptions } from '../../network/machines/network.ts';
import { allocator } from '../../network/topology/allocate.ts';
import { judge } from '../../network/trace/expect.ts';
import type { TracePath, TraceResult } from '../../network/trace/result.ts';
import { trace } from '../../network/trace/trace.ts';
import { topologyOf } from './examples.ts';

/** The network of a text. */
export async function networkOf(text: string, options?: NetworkOptions): Promise<Network> {
  const model = await topologyOf(text);
  return createNetwork(model, allocator(model), options);
}

/** The results of the traces that a text asks for. */
export async function tracesOf(text: string): Promise<TraceResult[]> {
  const network = await networkOf(text);
  return network.topology.traces.map((question) => trace(network, question));
}

/** The verdicts on the expects of a text, with the reason where one does not hold. */
export async function verdictsOf(text: string): Promise<string[]> {
  const network = await networkOf(text);
  return network.topology.expects.map((statement) => {
    const { verdict, reason } = judge(network, statement);
    return verdict === 'holds' ? verdict : `${verdict}: ${reason}`;
  });
}

/** The TTL that the packet bore in each place, first and last. */
export function ttlsOf({ forward }: TracePath): [string, number, number][] {
  return forward.map((hop) => {
    const frames = hop.steps.flatMap((step) => ('frame' in step && step.frame ? [step.frame.ttl] : []));
    return [hop.namespace, frames[0]!, frames.at(-1)!];
  });
}

/** How a way ended, in one line. */
export function endOf({ disposition, code, forward, error }: TracePath): string {
  const last = forward.at(-1);
  const told = error?.at(-1)?.namespace;
  return [disposition, code, last && `at ${last.namespace}`, told && `told ${told}`].filter(Boolean).join(' ');
}
