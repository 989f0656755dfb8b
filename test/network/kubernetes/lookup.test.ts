import fc from 'fast-check';
import { expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { addressType } from '../../../network/linux/address-type.ts';
import { formatRule, formatTables } from '../../../network/linux/iptables.ts';
import type { HookContext } from '../../../network/linux/match.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import type { HookName, TableName } from '../../../network/linux/rule.ts';
import { networkOf } from '../../support/models.ts';
import { chainsOf, walkLines } from './linear.ts';

/** Few addresses and ports, so that Services get into each other's way. */
const one = <T>(...values: T[]) => fc.constantFrom(...values);
const vips = ['10.96.0.20', '10.96.0.21', '10.96.0.22'];
const externals = ['172.16.130.9', '172.16.130.11', '192.0.2.7'];

const serviceText = fc
  .record({
    type: one('ClusterIP', 'NodePort', 'LoadBalancer'),
    vip: one(...vips),
    selector: one('app=a', 'app=b', 'app=nobody'),
    ports: fc.uniqueArray(one('80/TCP -> 8080', '80/UDP -> 53', '443/TCP -> web'), { minLength: 1, maxLength: 3 }),
    nodePort: one(30080, 30081),
    external: one('', ...externals.map((ip) => `externalIPs ${ip}`)),
    local: fc.subarray(['externalTrafficPolicy Local', 'internalTrafficPolicy Local', 'sessionAffinity ClientIP']),
  })
  .map(({ type, vip, selector, ports, nodePort, external, local }) => (name: string) => {
    const lines = ports.map((port, i) => {
      return `port p${i} ${port}${type === 'ClusterIP' ? '' : ` nodePort ${nodePort + 10 * i}`}`;
    });
    return `service ${name} { type ${type}  clusterIP ${vip}  selector ${selector}  ${external}\n${[...local, ...lines].join('\n')} }`;
  });

const modelText = fc.array(serviceText, { minLength: 1, maxLength: 6 }).map(
  (services) => `
    network lan { cidr 172.16.130.0/24  gateway 172.16.130.1 }
    cluster c {
      podCIDR 10.244.0.0/16
      cni flannel
      node n1 { in lan  ip 172.16.130.11 }
      node n2 { in lan  ip 172.16.130.12 }
      namespace default {
        deployment a { replicas 3  labels app=a  port web 8443/TCP }
        pod b { on n2  labels app=b  port 8080/TCP }
        ${services.map((service, i) => service(`s${i}`)).join('\n')}
      }
    }`,
);

const packets = fc.record({
  source: one('10.244.0.2', '10.244.1.2', '172.16.130.11', '172.16.130.9', '127.0.0.1'),
  destination: one(...vips, ...externals, '172.16.130.12', '127.0.0.1', '10.96.0.1'),
  protocol: one('TCP' as const, 'UDP' as const),
  destinationPort: one(80, 443, 30080, 30081, 30090, 8080),
  chances: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
});

const HOOKS: readonly (readonly ['nat' | 'filter', HookName])[] = [
  ['nat', 'PREROUTING'],
  ['nat', 'OUTPUT'],
  ['nat', 'POSTROUTING'],
  ['filter', 'INPUT'],
  ['filter', 'FORWARD'],
  ['filter', 'OUTPUT'],
];

test('a look-up decides as the lines that iptables-save prints, read one by one', async () => {
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(modelText, fc.array(packets, { minLength: 40, maxLength: 40 }), async (text, sent) => {
      const node = (await networkOf(text)).namespace('node:c/n1')!;
      // Asked first, so that nothing has been worked out yet but what the packets themselves bring about.
      const found = sent.map((packet) => HOOKS.map(([table, hook]) => lookUp(node, table, hook, packet)));
      const lines = formatTables(node.netfilter);
      const tables = { nat: chainsOf(lines, 'nat'), filter: chainsOf(lines, 'filter') };
      const read = sent.map((packet) =>
        HOOKS.map(([table, hook]) => walkLines(tables[table], hook, contextOf(node, packet))),
      );
      expect(found).toEqual(read);
      decided += read.flat().filter(({ line }) => /DNAT|REJECT|DROP/.test(line ?? '')).length;
    }),
    { numRuns: 25, seed: 7 },
  );
  expect(decided).toBeGreaterThan(200);
}, 30_000);

type Sent = Parameters<typeof contextOf>[1];

function lookUp(node: NetworkNamespace, table: TableName, hook: HookName, packet: Sent) {
  const { verdict, packet: after } = node.netfilter.evaluate(table, hook, contextOf(node, packet));
  return { line: verdict && formatRule(verdict.chain, verdict.rule), mark: after.mark ?? 0 };
}

function contextOf(
  node: NetworkNamespace,
  packet: { source: string; destination: string; protocol: 'TCP' | 'UDP'; destinationPort: number; chances: boolean[] },
): HookContext {
  const { source, destination, protocol, destinationPort } = packet;
  const chances = [...packet.chances];
  return {
    packet: {
      source: address(source),
      destination: address(destination),
      protocol,
      sourcePort: 40000,
      destinationPort,
      ttl: 64,
      length: 60,
      dontFragment: false,
    },
    state: 'NEW',
    sets: new Map(),
    addressType: (own) => addressType(node, own),
    chance: () => chances.shift() ?? true,
  };
}
