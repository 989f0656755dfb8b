import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { addressType } from '../../../network/linux/address-type.ts';
import { formatSets } from '../../../network/linux/ipset.ts';
import { formatIpvs, formatRealServer, formatVirtualServer, schedule } from '../../../network/linux/ipvs.ts';
import type { HookContext } from '../../../network/linux/match.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { formatElement, formatNftTable } from '../../../network/linux/nftables-format.ts';
import { evaluateNft } from '../../../network/linux/nftables-passage.ts';
import { networkOf } from '../../support/models.ts';
import { servicesModel } from './cases.ts';
import { rulesetOf, walk } from './ruleset.ts';

/* What a look-up answers, against what `knet show` prints of the same node, read line by line. */

async function node(mode: string, name = 'n1'): Promise<NetworkNamespace> {
  return (await networkOf(servicesModel(mode))).namespace(`node:c/${name}`)!;
}

const ADDRESSES = [
  ...Array.from({ length: 12 }, (_, i) => `10.96.0.${20 + i}`),
  ...[
    '172.16.130.11',
    '172.16.130.14',
    '10.244.0.1',
    '10.244.0.0',
    '192.0.2.7',
    '127.0.0.1',
    '10.96.0.10',
    '10.96.0.1',
  ],
];
const SOURCES = ['10.244.0.10', '172.16.130.9', '172.16.130.11', '10.244.0.30'];
const PORTS = [53, 80, 81, 443, 30080, 30081, 30082, 30085, 8080];
const PLACES = ADDRESSES.flatMap((ip) =>
  PORTS.flatMap((port) => (['TCP', 'UDP'] as const).map((protocol) => ({ ip, port, protocol }))),
);

describe('ipvs', () => {
  test.each(['n1', 'n2', 'n3'])('the virtual servers that %s finds are those that it lists', async (name) => {
    const { ipvs } = await node('ipvs', name);
    const listed = formatIpvs(ipvs!)
      .slice(3)
      .filter((line) => !line.startsWith('  ->'));
    const found = PLACES.flatMap(({ ip, port, protocol }) => ipvs!.at(protocol, address(ip), port) ?? []);
    const inQuestion = listed.filter((line) => ADDRESSES.some((ip) => line.split('  ')[1]!.startsWith(`${ip}:`)));
    expect(found.map(formatVirtualServer).sort()).toEqual([...inQuestion].sort());
    expect(found.length).toBeGreaterThan(15);
  });

  test('a set holds what it lists, and nothing else', async () => {
    const { netfilter } = await node('ipvs');
    const lines = formatSets(netfilter, 'inet');
    let held = 0;
    for (const [name, set] of netfilter.sets) {
      const entries = lines.filter((line) => line.startsWith(`add ${name} `)).map((line) => line.split(' ')[2]!);
      for (const { ip, port, protocol } of PLACES) {
        const end = { address: address(ip), protocol, port };
        const place = `${ip},${protocol.toLowerCase()}:${port}`;
        const written = {
          'hash:ip,port': place,
          'hash:ip,port,ip': `${place},${ip}`,
          'hash:ip': ip,
          'bitmap:port': String(port),
          'hash:ip,port,net': place,
        }[set.type]!;
        // A bitmap of ports knows no protocol: the rule that asks it says which.
        if (set.type === 'bitmap:port' && !name.endsWith(protocol)) continue;
        const has = set.has([end, end, end]);
        expect([name, written, has]).toEqual([name, written, entries.includes(written)]);
        if (has) held++;
      }
    }
    expect(held).toBeGreaterThan(40);
  });

  test('every address that is bound is local, and prints on kube-ipvs0', async () => {
    const own = await node('ipvs');
    const dummy = own.devices.get('kube-ipvs0')!;
    expect(dummy.addresses.length).toBeGreaterThan(10);
    for (const bound of dummy.addresses) expect([own.isLocal(bound.address), bound.length]).toEqual([true, 32]);
    expect(own.isLocal(address('10.96.0.99'))).toBe(false);
  });

  test('source hashing leads one source to one real server, and many sources to all', async () => {
    const { ipvs } = await node('ipvs { scheduler sh }');
    const server = ipvs!.at('TCP', address('10.96.0.20'), 80)!;
    const never = () => expect.unreachable('source hashing leaves nothing to chance');
    const chosen = Array.from({ length: 64 }, (_, i) => {
      return formatRealServer(schedule(server, address(`10.244.2.${i}`), never as never)!);
    });
    expect(new Set(chosen).size).toBe(2);
    expect(chosen[7]).toBe(formatRealServer(schedule(server, address('10.244.2.7'), never as never)!));
  });

  test('destination hashing leads all sources to one real server of an address, and many addresses to all', async () => {
    const { ipvs } = await node('ipvs { scheduler dh }');
    const server = ipvs!.at('TCP', address('10.96.0.20'), 80)!;
    const never = () => expect.unreachable('destination hashing leaves nothing to chance');
    const chosen = (at: string, source: string) =>
      formatRealServer(schedule({ ...server, address: address(at) }, address(source), never as never)!);
    const sources = Array.from({ length: 64 }, (_, i) => chosen('10.96.0.20', `10.244.2.${i}`));
    expect(new Set(sources).size).toBe(1);
    const addresses = Array.from({ length: 64 }, (_, i) => chosen(`10.96.0.${i}`, '10.244.2.1'));
    expect(new Set(addresses).size).toBe(2);
  });
});

describe('nftables', () => {
  test.each(['n1', 'n3'])('the maps of %s find what they list', async (name) => {
    const [table] = (await node('nftables', name)).nftables;
    for (const map of table!.sets()) {
      if (map.kind !== 'map') continue;
      const listed = [...map.elements()].map(formatElement);
      const found = PLACES.flatMap(({ ip, port, protocol }) => map.lookup(packet(ip, port, protocol)) ?? []);
      const reachable = listed.filter((line) => {
        const [first, second, third] = line.split(' comment')[0]!.split(' : ')[0]!.split(' . ');
        return third === undefined ? PORTS.includes(Number(second)) : ADDRESSES.includes(first!);
      });
      expect([map.name, [...new Set(found.map(formatElement))].sort()]).toEqual([map.name, [...reachable].sort()]);
    }
  });

  test.each(['n1', 'n3'])('a look-up decides as the printed ruleset of %s, read line by line', async (name) => {
    const own = await node('nftables', name);
    const [table] = own.nftables;
    const read = rulesetOf(formatNftTable(table!));
    let decided = 0;
    for (const hook of [
      'nat-prerouting',
      'filter-input',
      'filter-forward',
      'filter-output-post-dnat',
      'nat-postrouting',
    ]) {
      for (const { ip, port, protocol } of PLACES) {
        for (const source of SOURCES) {
          const context = contextOf(own, source, ip, port, protocol);
          const { verdict, packet: after } = evaluateNft(table!, table!.chain(hook)!, context);
          const answer = walk(read, hook, contextOf(own, source, ip, port, protocol), [...ADDRESSES, ...SOURCES]);
          const kind = verdict?.rule.target.kind.toLowerCase();
          expect([hook, ip, port, kind, after.mark ?? 0]).toEqual([hook, ip, port, answer.verdict, answer.mark]);
          if (kind) decided++;
        }
      }
    }
    expect(decided).toBeGreaterThan(200);
  });
});

const packet = (ip: string, port: number, protocol: 'TCP' | 'UDP', source = '172.16.130.9') => ({
  source: address(source),
  destination: address(ip),
  protocol,
  sourcePort: 40000,
  destinationPort: port,
  ttl: 64,
  length: 60,
  dontFragment: false,
});

function contextOf(
  own: NetworkNamespace,
  source: string,
  ip: string,
  port: number,
  protocol: 'TCP' | 'UDP',
): HookContext {
  return {
    packet: packet(ip, port, protocol, source),
    state: 'NEW',
    sets: new Map(),
    addressType: (one) => addressType(own, one),
    chance: () => true,
  };
}
