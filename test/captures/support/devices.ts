import { lines } from './canonical.ts';

/** What `ip address` or `ip -d link` say of a device, as data. */
export interface DeviceData {
  readonly name: string;
  readonly mtu?: string;
  /** `(no MAC)` where it has none. */
  readonly mac?: string;
  readonly flags?: string;
  readonly state?: string;
  readonly addresses: readonly string[];
  /** The words of the line that `-d` adds, such as `vxlan id 1 … nolearning`. */
  readonly kind?: string;
}

interface JsonDevice {
  readonly ifname: string;
  readonly mtu: number;
  readonly address?: string;
  readonly operstate?: string;
  readonly flags?: readonly string[];
  readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number; readonly scope?: string }[];
}

/** Of the forms of `ip`: its own lines, one line a device with the fields in a row, and `-j`. */
export function devicesOf(text: string): DeviceData[] {
  if (text.trimStart().startsWith('[')) return (JSON.parse(text) as JsonDevice[]).map(fromJson);
  if (!/^(\d+: )?\S+: </m.test(text)) return lines(text).map(fromRow);
  const blocks = text.split(/^(?=\d+: |\S+: <)/m).filter((block) => block.trim() !== '');
  return blocks.map(fromBlock);
}

function fromJson({ ifname, mtu, address, operstate, flags, addr_info = [] }: JsonDevice): DeviceData {
  const addresses = addr_info.filter(({ scope }) => scope !== 'link');
  return {
    name: ifname,
    mtu: String(mtu),
    mac: address?.includes(':') ? address : '(no MAC)',
    state: operstate,
    flags: flags && [...flags].sort().join(','),
    addresses: addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
  };
}

/** `cni0  mtu 1472  0a:58:0a:f4:00:01  10.244.0.1/24`, or `(no MAC)`. */
function fromRow(line: string): DeviceData {
  const [, name = '', mtu, mac, rest = ''] = /^(\S+) mtu (\d+) (\(no MAC\)|\S+) ?(.*)$/.exec(line) ?? [];
  return { name, mtu, mac, addresses: rest.split(' ').filter((word) => word !== '') };
}

/** What the `-d` of later versions adds to a kind says nothing of the model. */
const WORDS =
  /\b(vxlan|id \d+|local \S+|dev \S+|dstport \d+|nolearning|proxy|macvlan|mode \w+|ipip|remote \S+|tun type \w+)/g;

function fromBlock(block: string): DeviceData {
  const find = (pattern: RegExp) => pattern.exec(block)?.[1];
  const mac = find(/link\/(?:ether|loopback) (\S+)/) ?? '(no MAC)';
  const kind = [...(find(/^ {4}((?:vxlan|macvlan|ipip|tun) .*)$/m) ?? '').matchAll(WORDS)]
    .map(([word]) => word)
    .join(' ');
  const addresses = [...block.matchAll(/^ +inet6? (\S+).* scope (?!link)/gm)].map(([, own]) => own!);
  return {
    name: find(/^(?:\d+: )?([^:@]+)/)!,
    mtu: find(/ mtu (\d+)/),
    mac,
    flags: find(/<([^>]*)>/)
      ?.split(',')
      .sort()
      .join(','),
    state: find(/ state (\S+)/),
    addresses,
    ...(kind === '' ? {} : { kind }),
  };
}

/** What a captured device says that the shown one does not: fields that a capture lacks are not compared. */
export function deviceDifferences(captured: readonly DeviceData[], shown: readonly DeviceData[]): string[] {
  return captured.flatMap((one) => {
    const own = shown.find(({ name }) => name === one.name);
    if (!own) return [`- ${one.name}`];
    const keys = (Object.keys(one) as (keyof DeviceData)[]).filter(
      (key) => one[key] !== undefined && own[key] !== undefined,
    );
    return keys
      .filter((key) => String(one[key]) !== String(own[key]) && !(key === 'addresses' && one.addresses.length === 0))
      .map((key) => `- ${one.name} ${key} ${one[key]}, and not ${own[key]}`);
  });
}
