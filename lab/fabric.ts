import { type Address, familyOf } from '../network/address/address.ts';
import { address } from '../network/address/parse.ts';
import { DEFAULT_TTL } from '../network/linux/packet.ts';
import { vpcKey } from '../network/machines/keys.ts';
import type { Network } from '../network/machines/network.ts';
import type { Segment } from '../network/topology/underlay.ts';
import type { Cable } from './parts.ts';

/** The subnet of a VPC: no switch, but a fabric that knows cards and their addresses. */
export interface Fabric {
  /** It answers ARP for these; what a CNI has attached gets what is for it whatever MAC a frame bears. */
  readonly owners: readonly { readonly address: Address; readonly mac: string; readonly attached: boolean }[];
  /** Its frames are delivered by MAC. */
  readonly router?: Cable;
  readonly rules: readonly FabricRule[];
  /** Cards of load balancers: what answers a connection that one has passed on is brought back to it. */
  readonly balancers: readonly Cable[];
}

/** What becomes of a card's frames, as far as they do not simply go by MAC. */
export interface FabricRule {
  readonly cable: Cable;
  /** What it may send from; undefined: anything. */
  readonly sources?: readonly Address[];
  /** Addresses of its machine. */
  readonly own: readonly Address[];
  /** Who gets what is sent to its MAC for any other address: nobody, the router, or it, by its MAC. */
  readonly strange: 'drop' | 'router' | 'mac';
}

/** What the model's fabric decides about the cards that are plugged into a segment; undefined for a plain switch. */
export function fabricOf(network: Network, segment: Segment, cables: readonly Cable[]): Fabric | undefined {
  if (segment.vpc === undefined) return undefined;
  const id = segment.id;
  const known = addressesOf(cables);
  const macs = new Set(cables.map(({ card }) => card.mac));
  const owners = known.flatMap((one) => {
    const attached = network.answers(id, one);
    // A machine answers for its own card, and one that is down is silent.
    const mac = attached ?? cables.find(({ card }) => card.up && has(card, one))?.card.mac;
    return mac !== undefined && macs.has(mac) ? [{ address: one, mac, attached: attached !== undefined }] : [];
  });
  const router = cables.find(({ machine }) => machine.namespace.key === vpcKey({ id: segment.vpc! }));
  const others = cables.filter((cable) => cable !== router);
  const rules = router ? others.map((cable) => ruleOf(network, id, cable, { router, others, known })) : [];
  const balancers = cables.filter(({ machine }) => machine.namespace.kind === 'load-balancer');
  return { owners, router, rules, balancers };
}

/** IPv4 addresses of the cards' machines, and of the pods behind them. */
function addressesOf(cables: readonly Cable[]): readonly Address[] {
  const machines = new Set(cables.flatMap(({ machine, behind }) => [machine, ...behind]));
  const all = [...machines].flatMap(({ namespace }) =>
    [...namespace.devices.values()]
      .filter(({ kind }) => kind !== 'loopback')
      .flatMap(({ addresses }) => addresses.map((one) => one.address)),
  );
  return [...new Set(all)].filter((one) => familyOf(one) === 4);
}

const has = ({ addresses }: Cable['card'], one: Address) => addresses.some((own) => own.address === one);

const NOBODY = address('192.0.2.1');

interface Surroundings {
  readonly router: Cable;
  readonly others: readonly Cable[];
  readonly known: readonly Address[];
}

/** The model is asked about frames to the router, for what may be sent, and to the card, for what it is given. */
function ruleOf(network: Network, id: string, cable: Cable, { router, others, known }: Surroundings): FabricRule {
  const decide = (from: Cable, source: Address, to: Cable, destination: Address) => {
    const packet = {
      protocol: 'ICMP',
      source,
      destination,
      ttl: DEFAULT_TTL,
      length: 84,
      dontFragment: false,
    } as const;
    return network.fabric(id, { source: from.card.mac!, destination: to.card.mac!, packet });
  };
  const refused = (source: Address) => {
    const decision = decide(cable, source, router, router.card.addresses[0]!.address);
    return decision !== undefined && 'disposition' in decision && decision.code !== undefined;
  };
  const checks = refused(NOBODY) ? { sources: known.filter((source) => !refused(source)) } : {};
  const sender = others.find((one) => one !== cable && one.card.addresses.length > 0);
  const decision = sender && decide(sender, sender.card.addresses[0]!.address, cable, NOBODY);
  const strange = !decision ? 'mac' : 'disposition' in decision ? 'drop' : 'router';
  return { cable, own: ownOf(cable), ...checks, strange };
}

function ownOf({ machine }: Cable): readonly Address[] {
  const cards = [...machine.namespace.devices.values()].filter(({ kind }) => kind === 'physical');
  return cards.flatMap(({ addresses }) => addresses.map((one) => one.address)).filter((one) => familyOf(one) === 4);
}
