import { type Address, formatAddress } from '../address/address.ts';
import type { Network } from '../machines/network.ts';
import { indexById } from '../topology/by-id.ts';
import type { Expect } from '../topology/question.ts';
import { partiesOf } from './endpoints.ts';
import type { Member } from './parties.ts';
import type { Journey } from './path.ts';
import { endpointText } from './question.ts';
import type { Encapsulation, Frame } from './result.ts';

/** A condition that is not met, and the kind of step that is to blame. */
export interface Unmet {
  readonly text: string;
  readonly about?: 'nat' | 'encapsulate';
}

/** Which of an expect's further conditions a delivered packet does not meet; undefined: it meets all. */
export function unmetCondition(
  network: Network,
  expect: Expect,
  source: Member,
  { sent, received, path }: Journey,
): Unmet | undefined {
  if (!sent || !received) return undefined;
  if (expect.withoutNAT && received.source !== sent.source) {
    return translated('source', sent.source, received.source);
  }
  if (expect.withoutNAT && received.destination !== sent.destination) {
    return translated('destination', sent.destination, received.destination);
  }
  const tunnels = framesOf(path).flatMap((frame) => frame.encapsulation ?? []);
  return wrongEncapsulation(expect, tunnels) ?? wrongSource(network, expect, source, received.source);
}

function translated(end: string, before: Address, after: Address): Unmet {
  return { text: `the ${end} ${formatAddress(before)} was translated to ${formatAddress(after)}`, about: 'nat' };
}

function framesOf(path: Journey['path']): readonly Frame[] {
  return path.forward.flatMap(({ steps }) =>
    steps.flatMap((step) => ('frame' in step && step.frame ? [step.frame] : [])),
  );
}

function wrongEncapsulation({ encapsulation: wish }: Expect, tunnels: readonly Encapsulation[]): Unmet | undefined {
  if (!wish) return undefined;
  const found = tunnels.find(({ kind }) => wish.kind === undefined || kind === wish.kind);
  const what = wish.kind === undefined ? 'encapsulation' : `${wish.kind} encapsulation`;
  if (wish.wanted && !found) return { text: `it arrived without ${what}` };
  if (!wish.wanted && found) return { text: `it went through ${found.kind} encapsulation`, about: 'encapsulate' };
  return undefined;
}

function wrongSource(network: Network, { fromSource }: Expect, source: Member, seen: Address): Unmet | undefined {
  if (fromSource === undefined) return undefined;
  const allowed = fromSource === 'node' ? nodeAddresses(network, source) : addressesOf(network, fromSource);
  const wanted = fromSource === 'node' ? "its node's" : `that of ${endpointText(fromSource)}`;
  if (allowed.includes(seen)) return undefined;
  return { text: `it arrived from ${formatAddress(seen)}, which is not ${wanted}`, about: 'nat' };
}

function addressesOf(
  network: Network,
  endpoint: Exclude<Expect['fromSource'], 'node' | undefined>,
): readonly Address[] {
  const parties = partiesOf(network, endpoint);
  return 'insufficient' in parties
    ? []
    : parties.flatMap(({ members }) => members.flatMap((member) => member.addresses));
}

/** The addresses of the node that the source pod runs on. */
function nodeAddresses(network: Network, { addresses }: Member): readonly Address[] {
  for (const cluster of network.topology.clusters) {
    const allocation = network.allocate(cluster);
    const pod = addresses.map((address) => allocation.podAt(address)).find((found) => found !== undefined);
    const node = pod && indexById(network.topology).nodes.get(pod.node.id);
    if (node) return addressesOf(network, { kind: 'node', id: node.id, origin: node.origin });
  }
  return [];
}
