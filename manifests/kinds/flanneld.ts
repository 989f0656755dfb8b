import type { Sourced } from '../../network/topology/origin.ts';
import type { Value } from '../text/value.ts';

/** What the arguments of flanneld say. */
export interface Flanneld {
  /** The NIC whose address is the node's end of tunnels; the first, where several are tried. */
  readonly iface?: Sourced<string>;
  readonly ipMasq: boolean;
}

const BINARY = /(?:^|\/)flanneld$/;

/**
 * Reads the containers of a pod's `spec` for flanneld, as the DaemonSet of its own manifests runs it; undefined for other
 * pods. Its flags are Go's: one dash or two, `=` or a further argument; `--ip-masq` is off unless it is written.
 */
export function flanneldOf(spec: Value | undefined): Flanneld | undefined {
  for (const container of spec?.get('containers')?.items() ?? []) {
    const words = [container.get('command'), container.get('args')].flatMap((one) => one?.items() ?? []);
    if (!words.some((word) => BINARY.test(word.text() ?? ''))) continue;
    const masq = flagOf(words, 'ip-masq');
    return { iface: argumentOf(words, 'iface'), ipMasq: masq !== undefined && masq !== 'false' };
  }
  return undefined;
}

/** The text behind `=`, empty without one; undefined for a flag that is not there. */
function flagOf(words: readonly Value[], name: string): string | undefined {
  const pattern = new RegExp(`^--?${name}(?:=(.*))?$`);
  const found = words.map((word) => pattern.exec(word.text() ?? '')).find((match) => match !== null);
  return found ? (found[1] ?? '') : undefined;
}

/** A value that some variable of the environment gives is not known here. */
function argumentOf(words: readonly Value[], name: string): Sourced<string> | undefined {
  const pattern = new RegExp(`^--?${name}(?:=(.*))?$`);
  const at = words.findIndex((word) => pattern.test(word.text() ?? ''));
  if (at < 0) return undefined;
  const behind = pattern.exec(words[at]!.text()!)![1];
  const word = behind === undefined ? words[at + 1] : words[at];
  const value = behind ?? word?.text();
  return word && value && !value.includes('$') ? { value, origin: word.origin } : undefined;
}
