import type { Lab, LabMachine } from '../lab.ts';
import { deviceLines, exportedLines, forwardingLines, stateLines } from './devices.ts';
import { netfilterLines } from './netfilter.ts';
import { Omissions } from './omissions.ts';
import { prelude } from './prelude.ts';
import { processSection } from './processes.ts';
import { segmentSection } from './segments.ts';
import { type Sysctl, sysctlsOf } from './sysctls.ts';
import { tableLines } from './tables.ts';
import { batch, paragraphs } from './text.ts';

/** The lab as one bash script. The same model gives the same text. `title` says whose state it is. */
export function labScript(lab: Lab, title: string, omissions = new Omissions(lab, new Map())): string {
  const made = new Set<string>();
  const { machines, segments } = lab;
  return paragraphs([
    prelude(title),
    `# Namespaces\n${[...segments, ...machines].map(({ netns }) => `ip netns add ${netns}`).join('\n')}`,
    `# What each machine takes for granted\n${machines.map(firstSysctls).join('\n')}`,
    ...segments.map(segmentSection),
    // All devices before any state: a veth has its ends in two machines.
    ...machines.map((machine) => devicesSection(machine, deviceLines(lab, machine, omissions, made))),
    ...machines.map((machine) => devicesSection(machine, exportedLines(lab, machine, omissions))),
    ...machines.map((machine) => stateSection(machine, omissions)),
    processSection(lab, omissions),
  ]);
}

function firstSysctls({ netns, namespace }: LabMachine): string {
  return sysctlCommand(netns, sysctlsOf(namespace).first);
}

function sysctlCommand(netns: string, sysctls: readonly Sysctl[]): string {
  return sysctls.length === 0
    ? ''
    : `sysctls ${netns} ${sysctls.map(([path, value]) => word(`${path}=${value}`)).join(' ')}`;
}

/** One word of a command line: quoted where the shell would see more in it. */
function word(text: string): string {
  return /^[\w./=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function devicesSection({ netns }: LabMachine, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `# Devices made in ${netns}\n${batch('ip', netns, lines)}`;
}

function stateSection(machine: LabMachine, omissions: Omissions): string {
  const { netns, namespace, devices } = machine;
  const renamed = [...devices].filter(([name, short]) => name !== short);
  const left = omissions.list.filter((one) => one.machine === machine);
  const listens = namespace.listeners.map(({ protocol, port }) => `${port ?? 'every port'}/${protocol ?? 'any'}`);
  return [
    `# ${namespace.name}: ${namespace.kind}${listens.length > 0 ? `, listens on ${listens.join(', ')}` : ''}`,
    ...renamed.map(([name, short]) => `#   ${short} is ${name}`),
    ...left.map(({ device = 'netfilter', reason }) => `#   without ${device}: ${reason}`),
    batch('ip', netns, stateLines(machine, omissions)),
    sysctlCommand(
      netns,
      sysctlsOf(namespace).devices.map(([path, value]): Sysctl => [renameDevice(path, devices), value]),
    ),
    batch('ip', netns, tableLines(machine, omissions)),
    batch('bridge', netns, forwardingLines(machine, omissions)),
    omissions.has(machine, undefined) ? '' : netfilterLines(machine),
  ].join('\n');
}

function renameDevice(path: string, devices: ReadonlyMap<string, string>): string {
  return path
    .split('/')
    .map((part) => devices.get(part) ?? part)
    .join('/');
}
