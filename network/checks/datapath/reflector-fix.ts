import type { Bgp } from '../../cni/calico/bgp/bgp.ts';
import type { Cluster, Node } from '../../topology/cluster.ts';
import type { Calico } from '../../topology/cni.ts';
import type { Change, Fix } from '../diagnostic.ts';
import { listed } from '../support/words.ts';

/** As Calico's documentation labels them. */
const LABEL = ['route-reflector', 'true'] as const;

const CLUSTER_ID = '244.0.0.1';

/**
 * A bgpPeer that makes every node a peer of the reflectors; where there is none, the first node that stands for itself
 * becomes one.
 */
export function reflectorFix(cluster: Cluster, config: Calico, { speakers }: Bgp): readonly Fix[] {
  const running = [...speakers.all()].filter((speaker) => speaker.running).map(({ node }) => node);
  const reflectors = running.filter((node) => node.routeReflectorClusterID);
  const chosen = reflectors.length > 0 ? reflectors : running.filter((node) => !node.group).slice(0, 1);
  if (chosen.length === 0) return [];
  const shared = sharedLabel(cluster.nodes, chosen);
  // The nodes of a group have one block between them: a label there is all nodes'.
  if (!shared && chosen.some((node) => node.group)) return [];
  const [key, value] = shared ?? LABEL;
  const changes: Change[] = [
    ...(reflectors.length === 0 ? chosen.map((node) => field(node, 'routeReflectorClusterID', CLUSTER_ID)) : []),
    ...(shared ? [] : chosen.map((node) => field(node, 'labels', `${key}=${value}`))),
    { kind: 'insert', into: config.origin, field: 'bgpPeer', value: peering(config, `${key} == '${value}'`) },
  ];
  const who = listed(chosen.map(({ name }) => name));
  const title =
    reflectors.length > 0 ? `Let all nodes peer with ${who}` : `Make ${who} a route reflector for all nodes`;
  return [{ title, changes }];
}

function field(node: Node, name: string, value: string): Change {
  return { kind: 'insert', into: node.origin, field: name, value };
}

function peering({ bgpPeers }: Calico, selector: string): string {
  const names = new Set(bgpPeers.map(({ name }) => name));
  let name = 'peer-with-route-reflectors';
  for (let i = 2; names.has(name); i++) name = `peer-with-route-reflectors-${i}`;
  return `${name} { nodeSelector all()  peerSelector ${selector} }`;
}

/** A label that the reflectors have and no other node. */
function sharedLabel(nodes: readonly Node[], reflectors: readonly Node[]): readonly [string, string] | undefined {
  const has = (node: Node, key: string, value: string) => Object.hasOwn(node.labels, key) && node.labels[key] === value;
  const others = nodes.filter((node) => !reflectors.includes(node));
  return Object.entries(reflectors[0]!.labels).find(
    ([key, value]) =>
      reflectors.every((node) => has(node, key, value)) && !others.some((node) => has(node, key, value)),
  );
}
