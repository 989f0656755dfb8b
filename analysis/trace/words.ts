import type { Encapsulation, Flow, Frame, Hop, Step, TracePath } from '../../network/trace/result.ts';

/*
 * A trace in the words of the people who read `ip route`, `tcpdump` and `iptables-save` at night. Plain text without
 * markup: the hover and the command line dress it, each in its own way.
 */

/** What happened in one step, as a phrase. What a rule decided quotes the rule as the machine prints it. */
export function stepWords(step: Step<unknown>): string {
  switch (step.type) {
    case 'originate':
      return step.detail ?? 'sends';
    case 'deliver':
      return step.detail ?? 'delivered';
    case 'receive':
      return 'in';
    case 'transmit':
      return 'out';
    case 'bridge':
      return step.flooded ? `bridge ${step.device}: flooded` : `bridge ${step.device} -> ${step.port ?? 'itself'}`;
    case 'neighbour':
      return step.mac === undefined ? `nobody answers for ${step.address}` : `${step.address} is at ${step.mac}`;
    case 'drop':
      // Not knowing is not dropping.
      return `${step.disposition === 'INSUFFICIENT_INFO' ? 'not known' : 'dropped'}: ${step.reason}`;
    default:
      return decisionWords(step);
  }
}

/** The same with the device, where the words leave it to a column of its own. */
export function stepPhrase(step: Step<unknown>): string {
  const words = stepWords(step);
  return step.type === 'receive' || step.type === 'transmit' ? `${words} ${step.device}` : words;
}

type Decision = Exclude<
  Step<unknown>,
  { type: 'originate' | 'deliver' | 'receive' | 'transmit' | 'bridge' | 'neighbour' | 'drop' }
>;

function decisionWords(step: Decision): string {
  switch (step.type) {
    case 'route':
      return `route ${step.rule ?? 'without a rule'}${step.table === undefined ? '' : ` (table ${step.table})`}`;
    case 'netfilter':
      return `${step.table} ${step.hook} ${step.chain}${withRule(step.rule)}`;
    case 'nat':
      return `${step.hook} ${step.before} -> ${step.after} (${step.chain}${withRule(step.rule)})`;
    case 'conntrack':
      return `conntrack ${step.state}${step.before && step.after ? `: ${step.before} -> ${step.after}` : ''}`;
    case 'ipvs':
      return `ipvs ${step.service} -> ${step.destination}`;
    case 'policy':
      return `${step.direction} ${step.verdict === 'allow' ? 'allowed' : 'denied'} by ${step.policy ?? 'default'}${withRule(step.rule)}`;
    case 'encapsulate':
      return `${step.device} wraps: ${encapsulationWords(step.encapsulation)}`;
    case 'decapsulate':
      return `${step.device} unwraps ${KINDS[step.encapsulation.kind]}`;
    case 'mtu':
      return `${step.length} bytes ${step.fits ? 'fit' : 'do not fit'} the MTU ${step.mtu} of ${step.device}${step.fragments ? `: cut into ${step.fragments} fragments` : ''}`;
    case 'userspace':
    case 'proxy':
      return `${step.process}: ${step.detail}`;
  }
}

const withRule = (rule: string | undefined) => (rule === undefined ? '' : `: ${rule}`);

const KINDS: Readonly<Record<Encapsulation['kind'], string>> = {
  vxlan: 'VXLAN',
  ipip: 'IPIP',
  udp: 'UDP',
  sleeve: 'sleeve',
};

/** `VXLAN VNI 1 172.16.130.140 > 172.16.130.164:8472, 134 bytes`. */
export function encapsulationWords({ kind, source, destination, port, vni, length }: Encapsulation): string {
  const id = vni === undefined ? KINDS[kind] : `${KINDS[kind]} VNI ${vni}`;
  return `${id} ${source} > ${endWords(destination, port)}, ${length} bytes`;
}

/** `10.244.0.10:40000 > 10.244.1.10:80`. */
export function frameWords(frame: Frame): string {
  return `${endWords(frame.source, frame.sourcePort)} > ${endWords(frame.destination, frame.destinationPort)}`;
}

/** `ICMP echo-request, ttl 64, 84 bytes, DF`. */
export function frameDetails(frame: Frame): string {
  const what = [frame.protocol, frame.icmp, frame.flags && `[${frame.flags}]`].filter(Boolean).join(' ');
  return [what, `ttl ${frame.ttl}`, `${frame.length} bytes`, ...(frame.dontFragment ? ['DF'] : [])].join(', ');
}

function endWords(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `default/a -> service default/web:80/TCP`, and the addresses behind the names where they say more. */
export function flowWords(flow: Flow): { readonly title: string; readonly addresses?: string } {
  const port = flow.destinationPort === undefined ? ` ${flow.protocol}` : `:${flow.destinationPort}/${flow.protocol}`;
  const title = `${flow.source} -> ${flow.destination}${port}`;
  const { sourceAddress, destinationAddress } = flow;
  if (sourceAddress === undefined && destinationAddress === undefined) return { title };
  return { title, addresses: `${sourceAddress ?? '?'} > ${endWords(destinationAddress ?? '?', flow.destinationPort)}` };
}

/** `path 2 of 3, 25 %, 4 alike`: empty when there is only one way. */
export function pathWords(path: TracePath<unknown>, index: number, total: number): string {
  if (total === 1 && path.count === 1) return '';
  const parts = [`path ${index + 1} of ${total}`, percent(path.probability)];
  return [...parts, ...(path.count > 1 ? [`${path.count} alike`] : [])].join(', ');
}

/** A probability as a percentage of at most three digits. */
export function percent(probability: number): string {
  return `${Number((probability * 100).toPrecision(3))} %`;
}

/** The ways of a path that exist, in the order they happened. */
export function waysOf<O>(path: TracePath<O>): readonly { readonly name: string; readonly hops: readonly Hop<O>[] }[] {
  const ways = [
    { name: 'request', hops: path.forward },
    { name: 'reply', hops: path.reply },
    { name: 'error', hops: path.error },
  ];
  return ways.flatMap(({ name, hops }) => (hops && hops.length > 0 ? [{ name, hops }] : []));
}

const VERDICTS = { holds: 'holds', fails: 'fails', insufficient: 'not decided' } as const;

/** What became of a statement, in a word or two. */
export const verdictName = (verdict: keyof typeof VERDICTS): string => VERDICTS[verdict];

/** `holds`, `fails: …`, `not decided: …`. */
export function verdictWords(one: { readonly verdict: keyof typeof VERDICTS; readonly reason: string }): string {
  return `${verdictName(one.verdict)}${one.reason === '' ? '' : `: ${one.reason}`}`;
}
