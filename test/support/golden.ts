import type { Encapsulation, Frame, Hop, Step, TracePath, TraceResult } from '../../network/trace/result.ts';

/** A trace as text that a person can review: every hop, device, frame and rule, one line each. */
export function goldenText({ flow, paths }: TraceResult): string {
  return paths
    .map((path) => {
      const what = `${flow.source} -> ${flow.destination} ${flow.protocol}${flow.destinationPort ? ` port ${flow.destinationPort}` : ''}`;
      const lines = [
        `${what}: ${path.disposition}${path.code ? ` ${path.code}` : ''}`,
        ...(path.reason ? [`  ${path.reason}`] : []),
      ];
      return [
        ...lines,
        ...wayText('forward', path.forward),
        ...wayText('reply', path.reply),
        ...wayText('error', path.error),
      ].join('\n');
    })
    .join('\n\n');
}

function wayText(name: keyof TracePath, hops: readonly Hop[] | undefined): string[] {
  if (!hops || hops.length === 0) return [];
  return [
    `  ${name}`,
    ...hops.flatMap((hop) => [
      `    ${hop.kind} ${hop.namespace}`,
      ...hop.steps.map((step) => `      ${stepText(step)}`),
    ]),
  ];
}

function stepText(step: Step): string {
  switch (step.type) {
    case 'receive':
      return `${step.device} in: ${frameText(step.frame)}`;
    case 'transmit':
      return `${step.device} out: ${frameText(step.frame)}`;
    case 'originate':
    case 'deliver':
      return `${step.type}: ${step.frame ? frameText(step.frame) : ''}`;
    case 'bridge':
      return `bridge ${step.device}: ${step.flooded ? 'floods' : step.rule}`;
    case 'neighbour':
      return `neighbour on ${step.device}: ${step.rule ?? `nobody is ${step.address}`}`;
    case 'route':
      return `route${step.table ? ` in ${step.table}` : ''}: ${step.rule}`;
    case 'netfilter':
      return `${step.table} ${step.hook}: ${step.rule}`;
    case 'nat':
      return `nat ${step.hook}: ${step.before} -> ${step.after} by ${step.rule}`;
    case 'conntrack':
      return `conntrack ${step.state}: ${step.before} -> ${step.after}`;
    case 'encapsulate':
    case 'decapsulate':
      return `${step.type} at ${step.device}: ${outerText(step.encapsulation)}${step.rule ? ` by ${step.rule}` : ''}`;
    case 'mtu':
      return `mtu of ${step.device}: ${step.length} > ${step.mtu}${step.fragments ? `, ${step.fragments} fragments` : ''}`;
    case 'userspace':
      return `${step.process}: ${step.detail}`;
    case 'policy':
      return `policy ${step.policy} ${step.direction} ${step.verdict}: ${step.rule}`;
    case 'drop':
      return `drop ${step.disposition}${step.rule ? ` by ${step.rule}` : ''}`;
    default:
      return step.type;
  }
}

function frameText(frame: Frame): string {
  const end = (address: string, port?: number) => (port === undefined ? address : `${address}:${port}`);
  const what = frame.icmp ?? `${frame.protocol}${frame.flags ? ` [${frame.flags}]` : ''}`;
  const outer = (frame.encapsulation ?? []).map((one) => ` in ${outerText(one)}`).join('');
  const size = `ttl ${frame.ttl} length ${frame.length}${frame.dontFragment ? ' DF' : ''}`;
  return `${end(frame.source, frame.sourcePort)} > ${end(frame.destination, frame.destinationPort)} ${what} ${size}${outer}`;
}

function outerText({ kind, vni, source, destination, port, ttl, length }: Encapsulation): string {
  const to = port === undefined ? destination : `${destination}:${port}`;
  return `${kind}${vni === undefined ? '' : ` ${vni}`} ${source} > ${to} ttl ${ttl} length ${length}`;
}
