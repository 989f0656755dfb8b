import { expect, test } from 'vitest';
import { balancerWords, ingressCard } from '../../../analysis/hover/cards/ingress.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { indexById } from '../../../network/topology/by-id.ts';
import { topologyOf } from '../../support/examples.ts';

const text = `
  vpc v {
    provider alibaba
    cidr 192.168.0.0/16
    vSwitch a { cidr 192.168.0.0/20  zone z-a }
    vSwitch b { cidr 192.168.16.0/20 zone z-b }
  }
  cluster c {
    podCIDR 172.20.0.0/16
    cni flannel
    node n1 { in v/a  ip 192.168.0.11 }
    node n2 { in v/b  ip 192.168.16.11 }
    namespace default {
      pod web { on n2  labels app=web  port 8080/TCP }
      service web  { type LoadBalancer  loadBalancerIP 47.1.2.3  selector app=web  port 80/TCP -> 8080 nodePort 30080 }
      service here {
        type LoadBalancer  loadBalancerIP 192.168.0.200  externalTrafficPolicy Local
        selector app=web  port 80/TCP -> 8080 nodePort 30081
      }
      service none { selector app=none  port 80/TCP }
      ingress i { class nginx  host a.example.com { path /api -> web:80 }  path / -> none:80 }
      ingress x { class alb  path / -> web:80 }
    }
  }
`;

async function parts() {
  const topology = await topologyOf(text);
  const cluster = topology.clusters[0]!;
  return { topology, cluster, allocation: allocator(topology)(cluster), index: indexById(topology) };
}

test('an ingress shows the table of its paths with the endpoints behind each', async () => {
  const { topology, cluster, allocation, index } = await parts();
  const card = ingressCard(index.ingresses.get('c/default/i')!, cluster, allocation, topology);
  expect(card.slice(-4)).toEqual([
    '| host | path | service | port | endpoints |',
    '| --- | --- | --- | --- | --- |',
    '| `a.example.com` | `/api` | `default/web` | 80 | `default/web` 172.20.1.3:8080 |',
    '| any | `/` | `default/none` | 80 | **none** |',
  ]);
});

test('an ALB shows its addresses, one a zone', async () => {
  const { topology, cluster, allocation, index } = await parts();
  const card = ingressCard(index.ingresses.get('c/default/x')!, cluster, allocation, topology).join('\n');
  expect(card).toContain('192.168.15.252 (internal, in `a`)');
  expect(card).toContain('192.168.31.252 (internal, in `b`)');
});

test('a load balancer shows its listeners and their targets', async () => {
  const { topology, cluster, allocation, index } = await parts();
  const words = (name: string) =>
    balancerWords(index.services.get(`c/default/${name}`)!, cluster, allocation, topology);
  expect(words('web')).toBe('47.1.2.3 (public); 80/TCP -> `n1`, `n2` port 30080');
  expect(words('here')).toBe('192.168.0.200 (internal, in `a`); 80/TCP -> `n2` port 30081');
  expect(words('none')).toBe('');
});
