import fc from 'fast-check';
import type { ProbeCapture, TableCapture } from './folder.ts';

/** Says the same network in other words, in the text of a model as in what was captured of it. */
export type Change = (text: string) => string;

const NAMED = /\b(?:node|host|pod|service|network|router|cluster) ([a-z][\w-]*)(?![\w/-])/g;
const word = fc.stringMatching(/^q[a-z][a-z0-9]{2,6}$/);

/** Other names for what a model declares, and other addresses: of each the same bits are turned, so that ranges stay ranges. */
export function changes(model: string): fc.Arbitrary<Change> {
  const names = [...new Set([...model.matchAll(NAMED)].map(([, name]) => name!))];
  return fc
    .record({
      words: fc.uniqueArray(word, { minLength: names.length, maxLength: names.length }),
      second: fc.integer({ min: 0, max: 7 }),
      third: fc.integer({ min: 0, max: 255 }),
    })
    .map(({ words, second, third }) => {
      const others = new Map(names.map((name, i) => [name, words[i]!]));
      const turned = (second << 16) | (third << 8);
      return (text) => withAddresses(withNames(text, others), turned);
    });
}

/** MACs look like names. Names stand alone, behind a kind of device (`p-node1`, `veth-p1a`), or behind a namespace. */
function withNames(text: string, others: ReadonlyMap<string, string>): string {
  return text.replace(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|\b[A-Za-z][\w-]*/g, (old) => {
    const [, kind = '', name = ''] = /^((?:p-|veth-)?)(.*)$/.exec(old)!;
    return others.get(old) ?? (others.has(name) ? `${kind}${others.get(name)}` : old);
  });
}

/** In a file of addresses `10.244.0.0/16` may be that of a device; of a range what lies behind its mask stays zero. */
function withAddresses(text: string, turned: number): string {
  return text
    .replace(/\b(\d+)\.(\d+)\.(\d+)\.(\d+)(\/\d+)?\b/g, (old, a, b, c, d, length = '') => {
      if (/^(0|127|2[2-5]\d)$/.test(a)) return old;
      const number = ((+a << 24) | (+b << 16) | (+c << 8) | +d) >>> 0;
      return `${dotted((number ^ (turned & maskOf(number, length))) >>> 0)}${length}`;
    })
    .replace(/\b0a:58(:[0-9a-f]{2}){4}\b/g, (mac) => withTurned(mac, turned));
}

function maskOf(number: number, length: string): number {
  const bits = length === '' ? 32 : +length.slice(1);
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return (number & ~mask) === 0 ? mask : -1;
}

/** The bridge plugin makes MACs out of addresses. */
function withTurned(mac: string, turned: number): string {
  const number = Number.parseInt(mac.slice(6).replaceAll(':', ''), 16) ^ turned;
  const bytes = (number >>> 0).toString(16).padStart(8, '0').match(/../g)!;
  return `0a:58:${bytes.join(':')}`;
}

const dotted = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');

export function changedTable({ machine, model, text, command, name }: TableCapture, change: Change): TableCapture {
  const addresses = / a(ddr(ess)?)?\b/.test(command);
  // A device's address has bits behind its mask, though they may be zero.
  const changed = addresses ? change(text.replaceAll('/', ' /')).replaceAll(' /', '/') : change(text);
  return { name, command, machine: change(machine), model: change(model), text: inOrder(changed) };
}

/** The kernel lists routes by address. */
function inOrder(text: string): string {
  if (text.startsWith('[')) return JSON.stringify((JSON.parse(text) as { dst: string }[]).sort(by(({ dst }) => dst)));
  const all = text.split('\n');
  const first = all.findIndex((line) => ROUTE.test(line));
  const routes = all.filter((line) => ROUTE.test(line)).sort(by((line) => ROUTE.exec(line)![1]!));
  return first === -1 ? text : [...all.slice(0, first), ...routes, ...all.slice(first + routes.length)].join('\n');
}

/** A line of `ip route` or `route -n`. */
const ROUTE = /^(?:blackhole |unreachable |prohibit )?(default|\d+\.\d+\.\d+\.\d+)(?=\/| +(?:via|dev|[\d-])| *$)/;

function by<T>(text: (one: T) => string): (a: T, b: T) => number {
  const value = (one: T) =>
    text(one)
      .split('.')
      .reduce((sum, byte) => sum * 256 + (Number.parseInt(byte, 10) || 0), 0);
  return (a, b) => value(a) - value(b);
}

export function changedProbe({ model, capture, name }: ProbeCapture, change: Change): ProbeCapture {
  return { name, model: change(model), capture: JSON.parse(change(JSON.stringify(capture))) };
}
