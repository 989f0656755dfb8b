import { describe, expect, test } from 'vitest';
import type { Box, Graph } from '../../../diagram/graph.ts';
import { layoutAddresses } from '../../../diagram/layout/addresses.ts';
import { graphOf, VIEWS, type View } from '../../../diagram/views/view.ts';
import { allocator } from '../../../network/topology/allocate.ts';
import { EXAMPLE_NAMES } from '../../support/example-names.ts';
import { example, topologyOf } from '../../support/examples.ts';

async function viewOf(view: View, text: string): Promise<Graph> {
  const topology = await topologyOf(text);
  return graphOf(view, topology, allocator(topology));
}

const flatten = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...flatten(box.children)]);
const labels = ({ boxes }: Graph) => flatten(boxes).map(({ label }) => label);
const lines = ({ edges }: Graph) => edges.map(({ from, to }) => `${from} -> ${to}`);

const NODES = 'network lan { cidr 10.0.0.0/24  gateway 10.0.0.1 }\n';
const cluster = (inside: string) => `${NODES}cluster c {
  podCIDR 10.244.0.0/16
  cni calico { ipPool p { cidr 10.244.0.0/16 } }
  node n1 { in lan }
  node n2 { in lan }
  ${inside}
}`;

describe('services', () => {
  const kinds = cluster(`namespace default {
    deployment web { replicas 2  labels app=web  port 80/TCP }
    pod alone { }
    service web { type LoadBalancer  selector app=web  port 80/TCP }
    service inside { selector app=web  port 80/TCP }
    ingress in { class nginx  path / -> inside:80 }
  }`);
  test('lead from the Internet over Ingresses and Services to workloads', async () => {
    expect(lines(await viewOf('services', kinds))).toEqual([
      'internet: -> service:c/default/web',
      'service:c/default/web -> pods:c/default/web@',
      'service:c/default/inside -> pods:c/default/web@',
      'internet: -> ingress:c/default/in',
      'ingress:c/default/in -> service:c/default/inside',
    ]);
  });
  test('leave out what is nobody’s endpoint', async () => {
    expect(labels(await viewOf('services', kinds))).not.toContain('alone');
    expect(labels(await viewOf('services', cluster('namespace default { pod alone { } }')))).toEqual([]);
  });
});

describe('policies', () => {
  const policies = (policy: string) =>
    cluster(`namespace default {
      pod a { labels app=a  port 80/TCP }
      pod b { labels app=b }
      pod other { labels app=other }
      networkPolicy p { podSelector app=a  ${policy} }
    }`);
  test.each([
    ['ingress { from podSelector app=b }', ['pods:c/default/b@ -> pods:c/default/a@'], 'isolated in'],
    ['egress { to podSelector app=b }  policyTypes Egress', ['pods:c/default/a@ -> pods:c/default/b@'], 'isolated out'],
    ['policyTypes Ingress Egress', [], 'isolated in and out'],
  ])('%s', async (policy, expected, mark) => {
    const graph = await viewOf('policies', policies(policy));
    expect(lines(graph)).toEqual(expected);
    expect(flatten(graph.boxes).find(({ label }) => label === 'default/a')?.detail).toBe(mark);
    expect(labels(graph)).not.toContain('default/other');
  });
  test('show nothing where nothing is isolated', async () => {
    expect(await viewOf('policies', cluster('namespace default { pod a { } }'))).toMatchObject({
      boxes: [],
      edges: [],
    });
  });
});

describe('addresses', () => {
  test('are in order, with what is free between them', async () => {
    const text = 'vpc v { cidr 10.0.0.0/16  subnet b { cidr 10.0.64.0/20 }  subnet a { cidr 10.0.0.0/20 } }';
    const { boxes } = await viewOf('addresses', text);
    expect(boxes[0]?.children.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
      'a 10.0.0.0/20 · 0 of 4094 used',
      'free 10.0.16.0 – 10.0.63.255',
      'b 10.0.64.0/20 · 0 of 4094 used',
      'free 10.0.80.0 – 10.0.255.255',
    ]);
  });
  test('of a cluster are its ranges for Pods, Calico’s pools and its Services', async () => {
    const text = `${NODES}cluster c {
      serviceCIDR 10.96.0.0/12
      cni calico { ipPool p { cidr 10.244.0.0/16 } }
      node n { in lan }
      namespace default { pod a { }  service s { port 80/TCP } }
    }`;
    const { boxes } = await viewOf('addresses', text);
    expect(boxes.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
      'lan 10.0.0.0/24 · 2 of 254 used',
      'c p 10.244.0.0/16',
      'c services 10.96.0.0/12 · 3 used',
    ]);
  });
  test('of a subnet count those that a CNI gives to pods', async () => {
    const { boxes } = await viewOf('addresses', example('terway-eni.knet'));
    const used = flatten(boxes).find(({ label }) => label === 'pods')?.detail;
    expect(used).toMatch(/ · [1-9]\d* of \d+ used$/);
  });
  test('larger ranges are higher', async () => {
    const graph = await viewOf('addresses', 'vpc v { cidr 10.0.0.0/16  subnet a { cidr 10.0.0.0/24 } }');
    const layout = layoutAddresses(graph);
    const heights = graph.boxes[0]!.children.map(({ id }) => layout.boxes.get(id)!.height);
    expect(heights[1]!).toBeGreaterThan(heights[0]!);
  });
  test('of thousands of nodes are some, and how many more there are', async () => {
    const many = `network lan { cidr 10.0.0.0/16 }\ncluster c { podCIDR 10.128.0.0/9  cni flannel { backend vxlan }  nodes w 1000 { in lan } }`;
    expect(labels(await viewOf('addresses', many))).toContain('and 936 more');
  });
});

test.each(EXAMPLE_NAMES)('in every view of %s a box has an id of its own and a line two ends', async (name) => {
  for (const view of VIEWS) {
    const graph = await viewOf(view, example(name));
    const ids = flatten(graph.boxes).map(({ id }) => id);
    expect(new Set(ids).size, view).toBe(ids.length);
    expect(
      graph.edges.filter(({ from, to }) => !ids.includes(from) || !ids.includes(to)),
      view,
    ).toEqual([]);
  }
});
