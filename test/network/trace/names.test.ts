import { expect, test } from 'vitest';
import { tracesOf } from '../../support/models.ts';

const cluster = (name: string, pods: string, services: string) => `cluster ${name} {
  podCIDR ${pods}
  serviceCIDR ${services}
  cni flannel { backend vxlan }
  node n1 { in lan }
  namespace default { pod p { labels app=p  port 80/TCP }  service s { selector app=p  port 80/TCP } }
}
`;
const LAN = 'network lan { cidr 172.16.130.0/24  gateway 172.16.130.1 }\n';
const a = cluster('a', '10.244.0.0/16', '10.96.0.0/16');
const b = cluster('b', '10.245.0.0/16', '10.97.0.0/16');

test.each([
  [LAN + a, 'default/p -> service default/s:80', ['default/p', 'service default/s', 'default/p', 'n1', 'default/p']],
  [
    LAN + a + b,
    'a/default/p -> service a/default/s:80',
    ['a/default/p', 'service a/default/s', 'a/default/p', 'a/n1', 'a/default/p'],
  ],
])('with the cluster in front where there are several', async (text, question, names) => {
  const [result] = await tracesOf(`${text}trace ${question}`);
  const { flow, paths } = result!;
  expect([flow.source, flow.destination, ...paths[0]!.forward.map(({ namespace }) => namespace)]).toEqual(names);
});
