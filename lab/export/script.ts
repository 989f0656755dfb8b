import { bgpSection } from '../bgp/section.ts';
import type { Lab, LabMachine } from '../lab.ts';
import { deviceLines, exportedLines, forwardingLines, stateLines } from './devices.ts';
import { netfilterLines } from './netfilter.ts';
import { Omissions } from './omissions.ts';
import { prelude } from './prelude.ts';
import { processSection } from './processes.ts';
import { segmentSection } from './segments.ts';
import { ASSUMED, type Sysctl, sysctlsOf } from './sysctls.ts';
import { tableLines } from './tables.ts';
import { batch, paragraphs, section } from './text.ts';

/** The lab as one bash script. The same model gives the same text. `title` says whose state it is. */
export function labScript(lab: Lab, title: string, omissions = new Omissions(lab, new Map())): string {
  const made = new Set<string>();
  const { machines, segments } = lab;
  return paragraphs([
    prelude(title),
    `# Namespaces\n${[...segments, ...machines].map(({ netns }) => `ip netns add ${netns}`).join('\n')}`,
    `${ASSUMPTIONS}\n${machines.map(firstSysctls).join('\n')}`,
    ...segments.map((segment) => segmentSection(segment, omissions)),
    // All devices before any state: a veth has its ends in two machines.
    ...machines.map((machine) => devicesSection(machine, deviceLines(lab, machine, omissions, made))),
    ...machines.map((machine) => devicesSection(machine, exportedLines(lab, machine, omissions))),
    ...machines.map((machine) => stateSection(lab, machine, omissions)),
    processSection(lab, omissions),
    bgpSection(lab, omissions),
  ]);
}

const ASSUMPTIONS = `# What the model takes for granted. A new namespace inherits some of it from the machine that it is made on.
assumed=(
${ASSUMED.map(([path, value]) => `  ${path}=${value}`).join('\n')}
)`;

/** ip_forward comes first: to set it sets others back to their defaults. */
function firstSysctls({ netns, namespace }: LabMachine): string {
  const { forwarding, first } = sysctlsOf(namespace);
  const own = first.map((one) => ` ${assignment(one)}`).join('');
  return `sysctls ${netns} net/ipv4/ip_forward=${forwarding} "\${assumed[@]}"${own}`;
}

function sysctlCommand(netns: string, sysctls: readonly Sysctl[]): string {
  return sysctls.length === 0 ? '' : `sysctls ${netns} ${sysctls.map(assignment).join(' ')}`;
}

const assignment = ([path, value]: Sysctl) => word(`${path}=${value}`);

/** One word of a command line: quoted where the shell would see more in it. */
function word(text: string): string {
  return /^[\w./=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function devicesSection({ netns }: LabMachine, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `# Devices made in ${netns}\n${batch('ip', netns, lines)}`;
}

function stateSection(lab: Lab, machine: LabMachine, omissions: Omissions): string {
  const { netns, namespace, devices } = machine;
  const renamed = [...devices].filter(([name, short]) => name !== short);
  const left = omissions.list.filter((one) => one.machine === machine);
  const listens = namespace.listeners.map(({ protocol, port }) => `${port ?? 'every port'}/${protocol ?? 'any'}`);
  const perDevice = sysctlsOf(namespace).devices.map(([path, value]): Sysctl => [renameDevice(path, devices), value]);
  const [state, tables] = [stateLines(machine, omissions), tableLines(lab, machine, omissions)];
  // Settings of devices come behind the devices and before the routes.
  const written =
    perDevice.length === 0
      ? [batch('ip', netns, [...state, ...tables])]
      : [batch('ip', netns, state), sysctlCommand(netns, perDevice), batch('ip', netns, tables)];
  return section([
    `# ${namespace.name}: ${namespace.kind}${listens.length > 0 ? `, listens on ${listens.join(', ')}` : ''}`,
    ...renamed.map(([name, short]) => `#   ${short} is ${name}`),
    ...left.map(({ device = 'netfilter', reason }) => `#   without ${device}: ${reason}`),
    ...written,
    batch('bridge', netns, forwardingLines(machine, omissions)),
    omissions.has(machine, undefined) ? '' : netfilterLines(lab, machine),
  ]);
}

function renameDevice(path: string, devices: ReadonlyMap<string, string>): string {
  return path
    .split('/')
    .map((part) => devices.get(part) ?? part)
    .join('/');
}
