import fc from 'fast-check';
import type { ProbeCapture, TableCapture } from './folder.ts';

/** Says the same network in other words, in the text of a model as in what was captured of it. */
export type Change = (text: string) => string;

const NAMED = /\b(?:node|host|pod|service|network|router|cluster) ([a-z][\w-]*)(?![\w/-])/g;
const word = fc.stringMatching(/^q[a-z][a-z0-9]{2,6}$/);

/** Other names for what a model declares, and other addresses: of each the same bits are turned, so that ranges stay ranges. */
export function changes(model: string): fc.Arbitrary<Change> {
  // Calico makes the names of devices out of those of Pods.
  const named = [...model.matchAll(NAMED)].filter(([text]) => !(/^pod /.test(text) && /\bcni calico\b/.test(model)));
  const names = [...new Set(named.map(([, name]) => name!))];
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

/** MACs look like names, and `master cni0` is a bridge. Names stand alone, behind a kind of device (`p-node1`, `veth-p1a`), or behind a namespace. */
function withNames(text: string, others: ReadonlyMap<string, string>): string {
  return text.replace(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|\bmaster [a-z]+\d\b|\b[A-Za-z][\w-]*/g, (old) => {
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
  const changed = addresses ? change(text.replaceAll('/', ' /')).replaceAll(' /', '/') : withRoutes(text, change);
  return { name, command, machine: change(machine), model: change(model), text: changed };
}

/** `route -n` has the mask in a column of its own. */
function withRoutes(text: string, change: Change): string {
  if (!text.includes('Genmask')) return inOrder(change(text));
  const row = /^(\d+\.\d+\.\d+\.\d+)(\s+\S+\s+)(\d+\.\d+\.\d+\.\d+)/gm;
  const slashed = text.replace(row, (_, net, between, mask) => `${net}/${lengthOf(mask)}${between}${mask}`);
  return inOrder(change(slashed)).replace(/^(\S+)\/\d+(\s+\S+\s+\d+\.\d+\.)/gm, '$1$2');
}

const lengthOf = (mask: string) =>
  mask.split('.').reduce((sum, byte) => sum + (+byte).toString(2).replaceAll('0', '').length, 0);

/** The kernel lists routes by address, of one address the longest first. */
function inOrder(text: string): string {
  if (text.startsWith('['))
    return JSON.stringify((JSON.parse(text) as { dst: string }[]).sort((a, b) => placeOf(a.dst) - placeOf(b.dst)));
  const all = text.split('\n');
  const first = all.findIndex((line) => ROUTE.test(line));
  const routes = all.filter((line) => ROUTE.test(line)).sort((a, b) => placeOf(a) - placeOf(b));
  return first === -1 ? text : [...all.slice(0, first), ...routes, ...all.slice(first + routes.length)].join('\n');
}

/** How a line of `ip route` begins, and one of `route -n` with the mask behind a slash. */
const ROUTE = /^(?:blackhole |unreachable |prohibit )?(default|\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?(?= |$)/;

function placeOf(line: string): number {
  const [, net = '', length = '32'] = ROUTE.exec(line) ?? [];
  const number = net === 'default' ? 0 : net.split('.').reduce((sum, byte) => sum * 256 + +byte, 0);
  return number * 64 - +length;
}

export function changedProbe({ model, capture, name }: ProbeCapture, change: Change): ProbeCapture {
  return { name, model: change(model), capture: JSON.parse(change(JSON.stringify(capture))) };
}
