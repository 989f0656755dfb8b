/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Folding, summaryOf } from '../../../diagram/summary/summary.ts';
import { stationsOf, withInternet } from '../../../diagram/views/trace.ts';
import { graphOf } from '../../../diagram/views/view.ts';
import type { Hop } from '../../../network/trace/result.ts';
import { trace } from '../../../network/trace/trace.ts';
import { networkOf } from '../../support/models.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const folded = (...closed: readonly string[]): Folding => ({ open: new Set(), closed: new Set(closed) });

/** The stations of a text's picture, after its traces. */
async function stations(text: string, folding = folded()) {
  const network = await networkOf(text);
  for (const question of network.topology.traces) trace(network, question);
  const graph = withInternet(graphOf('topology', network.topology, network.allocate));
  return stationsOf(summaryOf(graph, folding), network);
}
const ofFixture = (name: string, folding?: Folding) =>
  stations(readFileSync(`${fixtures}${name}.knet`, 'utf8'), folding);

describe('the box of a hop is', () => {
  test.each<[string, Hop['kind'], string, string]>([
    ['dispositions/delivered-vxlan', 'pod', 'default/a', 'pods:c/default/a@c/n1'],
    ['dispositions/delivered-vxlan', 'node', 'n1', 'node:c/n1'],
    ['dispositions/delivered-vxlan', 'segment', 'lan', 'segment:lan'],
    ['dispositions/delivered-docker', 'container', 'h1/web', 'container:h1/web'],
    ['dispositions/delivered-docker', 'host', 'h2 overlay backplane', 'host:h2'],
    ['dispositions/exits-network', 'gateway', '172.16.0.1', 'segment:lan'],
    ['dispositions/calico-mesh-off', 'router', 'core', 'router:core'],
    ['ways/gateways', 'host', 'internet', 'internet:'],
    ['ways/gateways', 'segment', 'internet', 'internet:'],
    ['ways/gateways', 'router', 'main router', 'vpc:main'],
    ['ways/gateways', 'gateway', 'igw', 'gateway:main/igw'],
    ['ways/balancers', 'load-balancer', 'default/all', 'service:c/default/all'],
    ['ways/ingresses', 'load-balancer', 'default/alb@a', 'ingress:c/default/alb'],
  ])('in %s of %s %s %s', async (name, kind, namespace, box) => {
    expect((await ofFixture(name)).boxOf({ kind, namespace })).toBe(box);
  });
});

describe('where a box is not shown', () => {
  const name = 'dispositions/delivered-vxlan';
  test('the one that it is folded into stands for it', async () => {
    const { boxOf } = await ofFixture(name, folded('node:c/n1'));
    expect(boxOf({ kind: 'pod', namespace: 'default/a' })).toBe('node:c/n1');
  });
  test('a pod that knet adds by itself is in its node', async () => {
    const dns = await stations(
      readFileSync(fileURLToPath(new URL('../../../examples/dns.knet', import.meta.url)), 'utf8'),
    );
    expect(dns.boxOf({ kind: 'pod', namespace: 'kube-system/coredns-0' })).toMatch(/^node:demo\/node-[ab]$/);
  });
  test('what no trace has come to is nowhere', async () => {
    expect((await ofFixture(name)).boxOf({ kind: 'node', namespace: 'nobody' })).toBeUndefined();
  });
});

describe('the line between two boxes', () => {
  test('may join what they lie in, and is none where one lies in the other', async () => {
    const { edgeBetween } = await ofFixture('dispositions/no-route-host-gw');
    const edge = edgeBetween('segment:rack-1', 'router:core');
    expect(edge).toBeDefined();
    expect(edgeBetween('router:core', 'segment:rack-1')).toBe(edge);
    expect(edgeBetween('node:c/n1', 'router:core')).toBe(edge);
    expect(edgeBetween('node:c/n1', 'segment:rack-1')).toBeUndefined();
  });
});

test('the Internet is drawn once, whether something leads there or not', () => {
  const one = withInternet({ boxes: [], edges: [] });
  expect(one.boxes.map(({ id }) => id)).toEqual(['internet:']);
  expect(withInternet(one)).toBe(one);
});
