import type { PortRange } from '../../network/topology/ports.ts';
import type { Value } from '../text/value.ts';
import type { Told } from './labels.ts';
import { choice, portNumber } from './reading.ts';

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** A port of a rule: TCP when no protocol is written, a name or a number or a range of numbers; every port without one. */
export function policyPort(value: Value, tell: Told): PortRange | undefined {
  const { origin } = value;
  const written = value.get('protocol');
  const protocol = written === undefined || written.isNull ? 'TCP' : choice(written, PROTOCOLS);
  if (!protocol) {
    tell(`The protocol of a port is one of ${PROTOCOLS.join(', ')}`, written!.origin);
    return undefined;
  }
  const port = value.get('port');
  const end = value.given('endPort');
  const text = port?.text();
  if (text === undefined) {
    if (!end) return { protocol, origin };
    tell('An endPort stands behind a port', end.origin);
    return undefined;
  }
  const from = port!.plain ? portNumber(port) : undefined;
  if (from !== undefined) return range(from, end, { protocol, origin }, tell);
  // IntOrString: text in quotes is a name, and the API server wants a letter in it.
  if (port!.isText && /^\d+$/.test(text)) tell(`In quotes ${text} is a name: a number has none`, port!.origin);
  else if (port!.plain?.type === 'number') tell(`${text} is no port number`, port!.origin);
  else if (end) tell('A port with a name has no endPort', end.origin);
  else return { protocol, name: text, origin };
  return undefined;
}

function range(from: number, end: Value | undefined, rest: PortRange, tell: Told): PortRange | undefined {
  if (!end) return { ...rest, from, to: from };
  const to = portNumber(end);
  if (to !== undefined && to >= from) return { ...rest, from, to };
  tell(`An endPort is a port number, not less than the port ${from}`, end.origin);
  return undefined;
}
