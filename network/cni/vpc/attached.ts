import type { Address } from '../../address/address.ts';
import { addDevice } from '../../linux/configure.ts';
import { type Physical, switchedOn } from '../../linux/device.ts';
import { addressOfMac, macOfAddress } from '../../linux/mac.ts';
import type { NetworkNamespace } from '../../linux/namespace.ts';
import type { Node } from '../../topology/cluster.ts';
import type { ElasticInterface } from '../../topology/ipam/elastic-interfaces.ts';
import { lazy } from '../../topology/ipam/lazy.ts';
import type { AttachedInterface, AttachedInterfaces, ClusterView } from '../plugin.ts';

const ELASTIC = '02:fd';

/** A real one is the provider's; this one tells by the first address that the interface was given. */
export function elasticMac({ address }: ElasticInterface): string {
  return macOfAddress(ELASTIC, address);
}

/** The cards that a controller has attached, each found by any address that was assigned to it. */
export function attachedTo(view: ClusterView, cardOf: (node: Node, card: ElasticInterface) => AttachedInterface) {
  const { cluster, allocation } = view;
  function* all(): Generator<{ readonly node: Node; readonly card: ElasticInterface }> {
    for (const node of cluster.nodes) for (const card of allocation.elasticInterfaces(node)) yield { node, card };
  }
  /** Addresses that no pod has. */
  const primaries = lazy(
    () =>
      new Map([...all()].flatMap((one) => (one.card.primary === undefined ? [] : [[one.card.primary, one] as const]))),
  );
  const at = (address: Address) => {
    const card = allocation.elasticInterfaceAt(address);
    const pod = card && allocation.podAt(address);
    const found = card && pod ? { node: pod.node, card } : primaries().get(address);
    return found && cardOf(found.node, found.card);
  };
  return {
    at,
    byMac(mac: string) {
      const address = addressOfMac(ELASTIC, mac);
      const card = address === undefined ? undefined : at(address);
      return card?.mac === mac ? card : undefined;
    },
  } satisfies AttachedInterfaces;
}

/** The card of a node in the node's own namespace. */
export function nodeCard(
  view: ClusterView,
  node: Node,
  card: ElasticInterface,
  securityGroups: readonly string[],
): AttachedInterface {
  return {
    namespace: view.nodeKey(node),
    name: `${node.name}-${card.device}`,
    device: card.device,
    mac: elasticMac(card),
    segment: card.segment,
    securityGroups,
  };
}

/** Puts an elastic interface into the namespace of its node or pod. */
export function addElasticCard(
  namespace: NetworkNamespace,
  card: ElasticInterface,
  { name, mtu, origin }: Pick<Physical, 'name' | 'mtu' | 'origin'>,
): Physical {
  const mac = elasticMac(card);
  return addDevice(namespace, { kind: 'physical', name, mac, mtu, ...switchedOn(), segment: card.segment, origin });
}
