import { expect, test } from 'vitest';
import { verdictsOf } from '../../../support/models.ts';
import { linesOf, NODES, racks, racksNetwork } from './models.ts';

const nat = async (pools: string) =>
  linesOf(await racksNetwork(pools), 'n1', 'iptables').filter((line) => /^-A (cali-|POSTROUTING .*cali)/.test(line));

/* The lines of a real node of Calico 3.28 (those of floating addresses left out). */
test('rules and comments are those of a real node', async () => {
  expect(await nat('ipPool p { cidr 10.244.0.0/16 ipipMode Always natOutgoing }')).toEqual([
    '-A POSTROUTING -m comment --comment "cali:O3lYWMrLQYEMJtB5" -j cali-POSTROUTING',
    '-A cali-POSTROUTING -m comment --comment "cali:Z-c7XtVd2Bq7s_hA" -j cali-fip-snat',
    '-A cali-POSTROUTING -m comment --comment "cali:nYKhEzDlr11Jccal" -j cali-nat-outgoing',
    '-A cali-POSTROUTING -o tunl0 -m comment --comment "cali:SXWvdsbh4Mw7wOln" -m addrtype ! --src-type LOCAL --limit-iface-out -m addrtype --src-type LOCAL -j MASQUERADE --random-fully',
    '-A cali-nat-outgoing -m comment --comment "cali:flqWnvo8yq4ULQLa" -m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40all-ipam-pools dst -j MASQUERADE --random-fully',
  ]);
});

test('with VXLAN the tunnel is another', async () => {
  expect((await nat('ipPool p { cidr 10.244.0.0/16 vxlanMode Always }')).at(-1)).toBe(
    '-A cali-POSTROUTING -o vxlan.calico -m comment --comment "cali:e9dnSgSVNmIcpVhP" -m addrtype ! --src-type LOCAL --limit-iface-out -m addrtype --src-type LOCAL -j MASQUERADE --random-fully',
  );
});

const pools = (nat: string, second = '') => `ipPool p { cidr 10.244.0.0/16 ${nat} ${second}`;
const more = `${NODES} namespace default { pod a { on n1 ip 10.244.32.130 } pod b { on n2 ip 10.244.85.200 } }`;

test.each([
  ['to a host, as its node', 'natOutgoing }', 'default/a can reach db:5432 from source node'],
  ['to a node, as its own', 'natOutgoing }', 'default/a can reach n2:10250 from source node'],
  ['to a pod, as itself', 'natOutgoing }', 'default/a can reach default/b without NAT'],
  [
    'to a pool that gives out nothing, as itself',
    'natOutgoing } ipPool q { cidr 192.168.10.0/24 disabled }',
    'default/a can reach db:5432 without NAT',
  ],
  ['without natOutgoing, as itself', '}', 'default/a can reach db:5432 without NAT'],
])('out of a pool %s', async (_, pool, statement) => {
  const model = racks(pools(pool), `${more}`);
  const host = 'host db { in rack-1 ip 192.168.10.200 listen 5432/TCP route 10.244.32.128/26 via 192.168.10.71 }';
  expect(await verdictsOf(`${model}\n${host}\nexpect ${statement}`)).toEqual(['holds']);
});
