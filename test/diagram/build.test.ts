import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../diagram/build.ts';
import type { Box, Graph } from '../../diagram/graph.ts';
import { originOfBox } from '../../diagram/locate.ts';
import { formatAddress } from '../../network/address/address.ts';
import { nicAddresses } from '../../network/topology/ipam/nics.ts';
import { EMPTY_TOPOLOGY } from '../../network/topology/topology.ts';
import { allocate, host, network, nic, topology } from './models.ts';
import { PICTURES } from './pictures.ts';

/** The boxes as an indented outline: id, details, count. */
function outline(boxes: readonly Box[], indent = ''): string {
  const line = ({ id, detail, count = 1 }: Box) =>
    [indent + id, detail?.replaceAll('\n', ' | '), count > 1 && `×${count}`].filter(Boolean).join('  ');
  return boxes.map((box) => `${line(box)}\n${outline(box.children, `${indent}  `)}`).join('');
}

const edges = ({ edges: all }: Graph) => all.map(({ from, to, kind }) => `${from} ${kind} ${to}`);

const graphOf = (picture: string) => buildGraph(PICTURES[picture]!, allocate);

describe('what a picture holds', () => {
  test('pods in nodes in a network, the cluster beside it', () => {
    expect(
      outline(graphOf('two pods on two nodes').boxes),
    ).toBe(`cluster:demo  flannel vxlan · kube-proxy iptables | pods 10.244.0.0/16 | services 10.96.0.0/12
segment:lan  192.168.10.0/24 · gateway 192.168.10.1
  node:demo/n1  192.168.10.11 | pods 10.244.0.0/24
    pods:demo/default/a@demo/n1  10.244.0.2
  node:demo/n2  192.168.10.12 | pods 10.244.1.0/24
    pods:demo/default/b@demo/n2  10.244.1.2
`);
  });

  test('alike pods of a node are one box, and a Service leads to each', () => {
    const graph = graphOf('a Service over three nodes');
    expect(outline(graph.boxes)).toContain('pods:shop/default/web@shop/n1  10.244.0.2 – .3  ×2');
    expect(edges(graph)).toEqual(
      ['n1', 'n2', 'n3'].map((node) => `service:shop/default/web selects pods:shop/default/web@shop/${node}`),
    );
  });

  test('subnets in their VPC with the gateway in its subnet', () => {
    const graph = graphOf('a VPC with two zones and a NAT gateway');
    expect(outline(graph.boxes.filter(({ kind }) => kind === 'vpc'))).toBe(`vpc:main  10.0.0.0/16 · Alibaba Cloud
  segment:main/zone-a  10.0.0.0/20 · cn-hangzhou-h
    node:prod/n1  10.0.0.11 | pods 10.244.0.0/24
      pods:prod/shop/web@prod/n1  10.244.0.2 – .3  ×2
    gateway:main/nat  NAT gateway
  segment:main/zone-b  10.0.16.0/20 · cn-hangzhou-i
    node:prod/n2  10.0.16.11 | pods 10.244.1.0/24
      pods:prod/shop/web@prod/n2  10.244.1.2
`);
    expect(edges(graph)).toEqual(['vpc:main connects segment:office', 'gateway:main/nat routes internet:']);
  });

  test('an address that nobody wrote is the one that is given out', () => {
    const lan = network('lan', '10.0.0.0/24', '10.0.0.1');
    const given = { ...nic('eth0', 'lan', '10.0.0.9'), addresses: [] };
    const model = topology({ segments: [lan], hosts: [host('h', [given], [])] });
    const [address] = nicAddresses(model).of(given);
    expect(outline(buildGraph(model, allocate).boxes)).toContain(`host:h  ${formatAddress(address!)}\n`);
  });

  test.each([
    ['two NICs', 'node:demo/n1 connects segment:cluster-lan'],
    ['two clusters and a router', 'segment:plant connects router:core'],
    ['Docker hosts and no cluster', 'container:h2/peer connects overlay:backplane'],
    ['a hundred pods on a node', 'service:big/default/last selects pods:@big/n1'],
  ])('%s: %s', (picture, edge) => expect(edges(graphOf(picture))).toContain(edge));

  test.each([
    ['twenty pods on a node', 20],
    ['a hundred pods on a node', 24],
  ])('%s: %d rows', (picture, rows) => {
    expect(graphOf(picture).boxes.at(-1)!.children[0]!.children).toHaveLength(rows);
  });

  test('flannel draws a node where its interface is', () => {
    const topology = PICTURES['two NICs']!;
    const clusters = topology.clusters.map((cluster) => ({
      ...cluster,
      cni: { ...cluster.cni, iface: { value: 'eth1', origin: cluster.origin } },
    }));
    const graph = buildGraph({ ...topology, clusters }, allocate);
    expect(graph.boxes.find(({ id }) => id === 'segment:cluster-lan')!.children).toHaveLength(2);
    expect(edges(graph)).toContain('node:demo/n1 connects segment:management');
  });

  test('nothing gives nothing', () => expect(buildGraph(EMPTY_TOPOLOGY, allocate)).toEqual({ boxes: [], edges: [] }));
});

describe.each(Object.entries(PICTURES))('%s', (_, topology) => {
  const graph = buildGraph(topology, allocate);
  const ids = (boxes: readonly Box[]): string[] => boxes.flatMap(({ id, children }) => [id, ...ids(children)]);

  test('ids are unique, and edges end at boxes', () => {
    const all = ids(graph.boxes);
    expect(new Set(all).size).toBe(all.length);
    for (const { from, to } of graph.edges) expect(all).toEqual(expect.arrayContaining([from, to]));
    expect(new Set(graph.edges.map(({ id }) => id)).size).toBe(graph.edges.length);
  });

  test('every box but the Internet leads to a declaration', () => {
    for (const id of ids(graph.boxes)) if (id !== 'internet:') expect(originOfBox(topology, id), id).toBeDefined();
  });
});

test('two objects of one name are one box: an id means one thing', () => {
  const topology = PICTURES['two NICs']!;
  const graph = buildGraph({ ...topology, segments: [...topology.segments, topology.segments[1]!] }, allocate);
  expect(graph.boxes.filter(({ id }) => id === 'segment:cluster-lan')).toHaveLength(1);
});
