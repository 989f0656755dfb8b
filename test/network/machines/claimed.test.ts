import { expect, test } from 'vitest';
import { tracesOf } from '../../support/models.ts';

const MODEL = `
network lan { cidr 172.16.130.0/24  gateway 172.16.130.9 }
host client { in lan  ip 172.16.130.50 }
cluster c {
  cni flannel
  node n1 { in lan  ip 172.16.130.11 }
  namespace default {
    pod a { on n1 }
    pod web { on n1  labels app=web  port 80/TCP }
    service outside  { selector app=web  port 80/TCP  externalIPs 172.16.130.204 }
    service of-node  { selector app=web  port 81/TCP -> 80  externalIPs 172.16.130.11 }
    service balanced { type LoadBalancer  selector app=web  port 80/TCP  loadBalancerIP 172.16.130.203 }
  }
}
`;

test.each([
  ['client -> 172.16.130.204:80', 'INSUFFICIENT_INFO', /an address of service default\/outside: which machine/],
  ['client -> 172.16.130.203:80', 'INSUFFICIENT_INFO', /an address of service default\/balanced: which machine/],
  ['default/a -> 172.16.130.204:80', 'DELIVERED', undefined], // its node translates
  ['client -> 172.16.130.11:81', 'DELIVERED', undefined],
  ['client -> 172.16.130.205:80', 'DELIVERED', undefined], // any address that nobody else has
])('%s: %s', async (question, disposition, reason) => {
  const [path] = (await tracesOf(`${MODEL}trace ${question}`)).flatMap(({ paths }) => paths);
  expect(path!.disposition).toBe(disposition);
  if (reason) expect(path!.reason).toMatch(reason);
});
