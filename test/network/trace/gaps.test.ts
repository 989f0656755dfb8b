import { describe, expect, test } from 'vitest';
import { tracesOf } from '../../support/models.ts';

const vpc = `
  vpc shop {
    provider alibaba
    cidr 192.168.0.0/16
    vSwitch h { cidr 192.168.0.0/20 }
    vSwitch i { cidr 192.168.16.0/20 }
    natGateway egress { in h  ip 192.168.0.250 }
    securityGroup web { ingress { from 0.0.0.0/0 } }
  }
  host db { in shop/h  ip 192.168.0.30  listen 3306/TCP }
  host far { in shop/i  ip 192.168.16.30  listen 3306/TCP }
  host way { in shop/h  ip 192.168.0.31  listen 80/TCP }
  cluster c {
    podCIDR 10.244.0.0/16
    cni flannel { backend host-gw }
    node n1 { in shop/h  ip 192.168.0.11 }
    node n2 { in shop/h  ip 192.168.0.12 }
    namespace default {
      pod a { on n1 }
      pod b { on n2 }
      pod p { on n2  port 8080/TCP hostPort 18080 }
      pod host-one { on n1  hostNetwork  port 9100/TCP }
      service s { type NodePort  selector app=x  port 80/TCP -> 80 nodePort 30080 }
    }
  }
`;

describe('a packet ends as undecided, with the reason, at', () => {
  const cases: [string, string, RegExp][] = [
    ['a name of the world', 'trace default/a -> "www.example.com"', /server outside the cluster/],
  ];
  test.each(cases)('%s', async (_, question, reason) => {
    const [result] = await tracesOf(`${vpc}\n${question}`);
    expect(result).toMatchObject({ disposition: 'INSUFFICIENT_INFO' });
    expect(result?.paths[0]?.reason).toMatch(reason);
  });
});

describe('the same model decides', () => {
  const cases: [string, string, string][] = [
    ['from one vSwitch to another, over the router', 'trace db -> far:3306', 'DELIVERED'],
    ["pods' own bytes, at a fabric that does not know them", 'trace default/a -> default/b', 'NO_ROUTE'],
    ['what stays on one vSwitch', 'trace db -> n1', 'DELIVERED'],
    ['a pod to a machine of its vSwitch, masqueraded', 'trace default/a -> db:3306', 'DELIVERED'],
    ["a hostNetwork pod's port on its node", 'trace db -> n1:9100', 'DELIVERED'],
    ['a hostNetwork pod itself', 'trace db -> default/host-one:9100', 'DELIVERED'],
    ["a node's kubelet", 'trace db -> n1:10250', 'DELIVERED'],
    ['a Service without endpoints', 'trace default/a -> service default/s:80', 'NO_ENDPOINTS'],
    ['its node port', 'trace db -> n1:30080', 'NO_ENDPOINTS'],
    ['a hostPort, from outside', 'trace db -> n2:18080', 'DELIVERED'],
    ['a hostPort, from a pod of another node', 'trace default/a -> n2:18080', 'DELIVERED'],
    ['a hostPort, from a pod of the node', 'trace default/b -> n2:18080', 'DELIVERED'],
    ['a hostPort, from the node by localhost', 'trace n2 -> localhost:18080', 'DELIVERED'],
    ['a hostPort of another node', 'trace db -> n1:18080', 'NO_LISTENER'],
    ['a port that nobody has', 'trace db -> n1:10251', 'NO_LISTENER'],
    ['a node that is pinged', 'trace db -> n2', 'DELIVERED'],
    ['the Internet, by the NAT gateway', 'trace db -> internet', 'EXITS_NETWORK'],
  ];
  test.each(cases)('%s', async (_, question, disposition) => {
    const [result] = await tracesOf(`${vpc}\n${question}`);
    expect(result?.disposition).toBe(disposition);
  });

  test.each(['iptables', 'ipvs', 'nftables', 'userspace'])('Services, whatever the mode: %s', async (mode) => {
    const questions = 'trace default/a -> service default/s:80\ntrace db -> n1:30080';
    const found = await tracesOf(`${vpc.replace('cni flannel', `kubeProxy ${mode}\ncni flannel`)}\n${questions}`);
    expect(found.map(({ disposition }) => disposition)).toEqual(['NO_ENDPOINTS', 'NO_ENDPOINTS']);
  });
});

test('a ClusterIP from outside its cluster dies at the caller, which has no route', async () => {
  const [result] = await tracesOf(`
    network lan { cidr 10.1.0.0/24 }
    host h { in lan  ip 10.1.0.9 }
    cluster c {
      podCIDR 10.244.0.0/16
      cni flannel
      node n { in lan  ip 10.1.0.5 }
      namespace default { service s { clusterIP 10.96.0.10  port 80/TCP } }
    }
    trace h -> service default/s:80
  `);
  expect(result).toMatchObject({ disposition: 'NO_ROUTE', paths: [{ code: 'CLUSTERIP-OUTSIDE' }] });
});

describe('a machine with something of its own', () => {
  const around = (block: string, question: string) => `
    network lan { cidr 10.1.0.0/24  gateway 10.1.0.1 }
    network other { cidr 10.2.0.0/24  gateway 10.2.0.1 }
    router core { connects lan other }
    host a { in lan  ip 10.1.0.9  ${block} }
    host b { in lan  ip 10.1.0.10 }
    host c { in other  ip 10.2.0.10 }
    ${question}
  `;
  test.each([
    ['route 10.2.0.0/24 blackhole', 'trace a -> c', 'BLACKHOLE'],
    ['route 10.2.0.0/24 via b', 'trace a -> c', 'BLACKHOLE'],
    ['route 10.2.0.0/24 via 10.1.0.77', 'trace a -> c', 'NEIGHBOUR_UNREACHABLE'],
    ['route 10.2.0.0/24 via core', 'trace a -> c', 'DELIVERED'],
    ['sysctl net.ipv4.ip_forward 1', 'trace a -> c', 'DELIVERED'],
  ])('%s: %s is %s', async (block, question, disposition) => {
    const [result] = await tracesOf(around(block, question));
    expect(result?.disposition).toBe(disposition);
  });
});

test('IPv6 between hosts, over a router', async () => {
  const found = await tracesOf(`
    network lan { cidr fd00:1::/64  gateway fd00:1::1 }
    network other { cidr fd00:2::/64  gateway fd00:2::1 }
    router core { connects lan other }
    host a { in lan  ip fd00:1::5 }
    host b { in other  ip fd00:2::5  listen 80/TCP }
    trace a -> b:80
    trace a -> fd00:3::1
  `);
  expect(found.map(({ disposition }) => disposition)).toEqual(['DELIVERED', 'NO_ROUTE']);
  const arrived = found[0]?.paths[0]?.forward.at(-1)?.steps[0];
  expect(arrived).toMatchObject({ type: 'receive', frame: { source: 'fd00:1::5', ttl: 63, length: 80 } });
});
