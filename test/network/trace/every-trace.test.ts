import { describe, expect, test } from 'vitest';
import type { FlannelBackend } from '../../../network/topology/cni.ts';
import type { Hop, Step } from '../../../network/trace/result.ts';
import { ask, hostEnd, KERNEL_LAB, labNetwork, nodeEnd, podEnd } from '../../support/kernel-lab.ts';

describe('in every trace', () => {
  const backends: Partial<FlannelBackend>[] = [{}, { type: 'host-gw' }, { directRouting: true }];
  const ends = [
    podEnd('p1a'),
    podEnd('p1b'),
    podEnd('p2a'),
    podEnd('p3a'),
    nodeEnd('node1'),
    nodeEnd('node2'),
    hostEnd('ext'),
  ];
  const ways = backends.flatMap((backend) => {
    const network = labNetwork(KERNEL_LAB, backend);
    const results = ends.flatMap((from) => ends.map((to) => ask(network, from, to)));
    return results.flatMap(({ paths }) => paths.flatMap((path) => [path.forward, path.reply ?? [], path.error ?? []]));
  });
  const steps = (hops: readonly Hop[]) => hops.flatMap((hop) => hop.steps.map((step) => ({ hop, step })));

  test('there are ways to look at', () => expect(ways.filter((way) => way.length > 0).length).toBeGreaterThan(200));

  test('what is transmitted is received, tunnels and bridges in between', () => {
    for (const way of ways) {
      const wires = way.slice(0, -1).map((hop, i) => [hop.steps.at(-1), way[i + 1]!.steps[0]] as const);
      for (const [out, next] of wires) {
        expect(out).toMatchObject({ type: 'transmit' });
        expect(next).toMatchObject({ type: 'receive' });
        if (out?.type === 'transmit' && next?.type === 'receive') expect(next.frame).toEqual(out.frame);
      }
    }
  });

  test('the TTL falls by one where a machine forwards, and nowhere else', () => {
    for (const way of ways) {
      for (const hop of way) {
        const frames = steps([hop]).flatMap(({ step }) => ('frame' in step && step.frame ? [step.frame] : []));
        const fallen = (frames[0]?.ttl ?? 0) - (frames.at(-1)?.ttl ?? 0);
        const forwards = hop.kind === 'node' && frames.length > 1 && hop !== way[0] && hop !== way.at(-1);
        const bridged = hop.steps.every((step) => step.type !== 'route');
        expect(fallen).toBe(forwards && !bridged ? 1 : 0);
      }
    }
  });

  test('every decision of a table shows its rule', () => {
    const all = ways.flatMap(steps).map(({ step }) => step);
    const rules = (type: Step['type']) =>
      all.flatMap((step) => (step.type === type && 'rule' in step ? [step.rule] : []));
    for (const type of ['route', 'nat', 'encapsulate'] as const) {
      expect(rules(type).length, type).toBeGreaterThan(0);
      expect(rules(type).filter((rule) => !rule)).toEqual([]);
    }
    const found = all.flatMap((step) => (step.type === 'neighbour' && step.mac !== undefined ? [step] : []));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ mac, rule }) => !rule?.includes(mac!))).toEqual([]);
  });

  test('the way back of what was translated is translated back', () => {
    const [path] = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), nodeEnd('node2')).paths;
    const nat = steps(path!.forward).flatMap(({ step }) => (step.type === 'nat' ? [step] : []));
    const back = steps(path!.reply!).flatMap(({ step }) => (step.type === 'conntrack' ? [step] : []));
    expect(nat).toMatchObject([{ chain: 'FLANNEL-POSTRTG', before: '10.244.0.10', after: '172.16.130.244' }]);
    expect(back).toMatchObject([{ before: '172.16.130.244', after: '10.244.0.10' }]);
  });

  test('a result is plain data', () => {
    const result = ask(labNetwork(KERNEL_LAB), podEnd('p1a'), podEnd('p2a'));
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(structuredClone(result))));
  });
});
