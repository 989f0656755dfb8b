/* Both what a tool printed and what knet prints, as lines that can be compared: blanks, order and counters do not count. */

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');

/** `ip route`: in its order. What later versions add says nothing of the model. */
export function routes(text: string): string[] {
  return lines(text).map((line) => line.replace(/ pref medium$| error -\d+| rt_trap| rt_offload/g, ''));
}

/** Of all tables that `knet show` prints the one that the command asks for. */
export function shownTable(text: string, command = 'ip route'): string {
  const [main = '', ...others] = text.split(/^# (?=ip )/m);
  if (command === 'ip route') return main;
  return others.find((section) => section.startsWith(`${command}\n`))?.slice(command.length) ?? '';
}

interface JsonRoute {
  readonly type?: string;
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly flags: readonly string[];
}

/** `ip -j route` in the words of `ip route`. */
export function jsonRoutes(text: string): string[] {
  return (JSON.parse(text) as JsonRoute[]).map((one) => {
    const fields = { via: one.gateway, dev: one.dev, proto: one.protocol, scope: one.scope, src: one.prefsrc };
    const words = Object.entries({ ...fields, metric: one.metric }).flatMap(([key, value]) =>
      value ? [key, value] : [],
    );
    const flags = one.flags.filter((flag) => flag === 'onlink' || flag === 'linkdown');
    return [...(one.type ? [one.type] : []), one.dst, ...words, ...flags].join(' ').replace(' proto boot', '');
  });
}

/** `route -n`, the older form. */
export function oldRoutes(text: string): string[] {
  return lines(text).slice(2);
}

/** A line of `ip route` in the older form. */
export function oldRoute(line: string): string {
  const [, type, destination = ''] = /^(?:(blackhole|unreachable|prohibit) )?(\S+)/.exec(line)!;
  const word = (key: string) => new RegExp(` ${key} (\\S+)`).exec(line)?.[1];
  const [net = '', bits = '32'] = destination === 'default' ? ['0.0.0.0', '0'] : destination.split('/');
  const mask = [24, 16, 8, 0].map((shift) => (maskOf(+bits) >>> shift) & 255).join('.');
  const host = bits === '32' ? 'H' : '';
  // A blackhole bears no flag of its own there (`fib_flag_trans`), and no device.
  if (type && type !== 'blackhole') return `${net} - ${mask} !${host} 0 - 0 -`;
  const flags = `U${word('via') ? 'G' : ''}${host}`;
  return `${net} ${word('via') ?? '0.0.0.0'} ${mask} ${flags} ${word('metric') ?? 0} 0 0 ${word('dev') ?? '*'}`;
}

const maskOf = (bits: number) => (bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0);

/**
 * `ip neigh` and `bridge fdb`: without the device where the command names it; the kernel's order is that of a hash table, and
 * a plugin draws the names of veths. */
export function entries(text: string, device: string | undefined): string[] {
  const multicast = /^(33:33|01:00:5e)/;
  return lines(text)
    .filter((line) => !multicast.test(line) && (!device || !/ dev /.test(line) || line.includes(` dev ${device} `)))
    .map((line) => (device ? line.replace(` dev ${device}`, '') : line).replace(/ dev veth\w+/, ' dev veth'))
    .sort();
}

/** `iptables-save`: the rules of each chain in their order, without counters and the order of tables. */
export function rules(text: string): string[] {
  let table = '';
  const found = lines(text).flatMap((line) => {
    if (line.startsWith('*')) table = line;
    return line.startsWith('-A') ? [{ chain: `${table} ${line.split(' ')[1]}`, line: `${table} ${line}` }] : [];
  });
  return found.sort((a, b) => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : 0)).map(({ line }) => line);
}

/** `calicoctl node status`: since when a session is up is not known to a model. */
export function sessions(text: string): string[] {
  return lines(text)
    .filter((line) => !line.startsWith('+'))
    .map((line) =>
      line.startsWith('|')
        ? line
            .split(' | ')
            .filter((_, i) => i !== 3)
            .join(' | ')
        : line,
    );
}

export { lines };
