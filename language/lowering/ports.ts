import type { Sourced } from '../../network/topology/origin.ts';
import type { PortRange, Protocol } from '../../network/topology/ports.ts';
import type { ListenPort } from '../../network/topology/underlay.ts';
import type { ContainerPort, ServicePort } from '../../network/topology/workload.ts';
import { PROTOCOLS } from '../fields.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { blocksOf, type Fields } from './values.ts';

/** A port number from 1 to 65535; undefined for anything else. */
export function portNumber(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= 65535 ? value : undefined;
}

/** TCP when left out; undefined for a word that is no transport protocol. */
export function protocolOf(text: string | undefined): Protocol | undefined {
  return text === undefined ? 'TCP' : PROTOCOLS.find((protocol) => protocol === text);
}

const portsOf = (block: Fields, keyword: string): ast.Port[] =>
  blocksOf(block, ast.isPortField)
    .filter((field) => field.keyword === keyword)
    .flatMap((field) => field.ports ?? []);

const sourcedPort = (node: ast.Port, property: 'hostPort' | 'nodePort'): Sourced<number> | undefined => {
  const value = portNumber(node[property]);
  return value === undefined ? undefined : { value, origin: originOf(node, property) };
};

/** Ports on which something listens: `listen` of hosts and containers. */
export function listensOf(block: Fields): ListenPort[] {
  return portsOf(block, 'listen').flatMap((node) => {
    const port = portNumber(node.number);
    const protocol = protocolOf(node.protocol);
    return port && protocol ? { name: node.name, port, protocol, origin: originOf(node) } : [];
  });
}

/** Ports of a pod: its own and those of its containers. */
export function containerPortsOf(block: Fields): ContainerPort[] {
  const own = readContainerPorts(block, undefined);
  const inner = blocksOf(block, ast.isPodContainer).flatMap((one) =>
    readContainerPorts({ fields: one.fields ?? [] }, one.name),
  );
  return [...own, ...inner];
}

function readContainerPorts(block: Fields, container: string | undefined): ContainerPort[] {
  return portsOf(block, 'port').flatMap((node) => {
    const port = portNumber(node.number);
    const protocol = protocolOf(node.protocol);
    if (!port || !protocol) return [];
    return {
      name: node.name,
      port,
      protocol,
      hostPort: sourcedPort(node, 'hostPort'),
      container,
      origin: originOf(node),
    };
  });
}

/** Ports of a Service; the target is the port itself when none is written. */
export function servicePortsOf(block: Fields): ServicePort[] {
  return portsOf(block, 'port').flatMap((node) => {
    const port = portNumber(node.number);
    const protocol = protocolOf(node.protocol);
    if (!port || !protocol) return [];
    const targetPort = portNumber(node.target) ?? node.target ?? port;
    return {
      name: node.name,
      port,
      protocol,
      targetPort,
      targetOrigin: node.target === undefined ? undefined : originOf(node, 'target'),
      nodePort: sourcedPort(node, 'nodePort'),
      origin: originOf(node),
    };
  });
}

/** Ports of a policy's or security group's rule; `complete` is false when one of them cannot be read. */
export function policyPortsOf(block: Fields): { ports: PortRange[]; complete: boolean } {
  const fields = blocksOf(block, ast.isPortField);
  const read = fields.flatMap((field) => (field.ports ?? []).map(readPolicyPort));
  const ports = read.filter((port) => port !== undefined);
  const complete = ports.length === read.length && fields.every((field) => (field.ports ?? []).length > 0);
  return { ports, complete };
}

function readPolicyPort(node: ast.Port): PortRange | undefined {
  const origin = originOf(node);
  if (node.name !== undefined) return { name: node.name, origin };
  const protocol = protocolOf(node.protocol);
  if (!protocol) return undefined;
  if (node.number === undefined) return { protocol, origin };
  const [from, to] = node.number.split(/\.\.|-/).map(portNumber);
  if (from === undefined || (node.number !== String(from) && (to === undefined || to < from))) return undefined;
  return { protocol, from, to: to ?? from, origin };
}
