/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Hop, Step, TracePath, TraceResult } from '../../../network/trace/result.ts';
import { goldenText } from '../../support/golden.ts';
import { endOf, tracesOf } from '../../support/models.ts';

const folder = fileURLToPath(new URL('../../fixtures/dispositions/', import.meta.url));
const names = globSync('*.knet', { cwd: folder })
  .map((file) => file.replace('.knet', ''))
  .sort();
const models = new Map<string, Promise<TraceResult[]>>();

function resultsOf(name: string): Promise<TraceResult[]> {
  const known = models.get(name) ?? tracesOf(readFileSync(`${folder}${name}.knet`, 'utf8'));
  models.set(name, known);
  return known;
}

describe('the whole trace, as reviewed', () => {
  test.each(names)('%s', async (name) => {
    const text = (await resultsOf(name)).map(goldenText).join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(`${folder}${name}.txt`);
  });
});

describe('every trace ends where and as its row of dispositions says', () => {
  const rows: Record<string, string[]> = {
    'delivered-vxlan': ['DELIVERED at default/b'],
    'delivered-udp': ['DELIVERED at default/b'],
    'delivered-host-gw': ['DELIVERED at default/b'],
    'delivered-direct-routing': ['DELIVERED at default/b', 'DELIVERED at default/c'],
    'delivered-alivpc': ['DELIVERED at default/b', 'DELIVERED at db'],
    'delivered-docker': ['DELIVERED at h1/web', 'DELIVERED at h2/peer', 'DELIVERED at h1/old'],
    'calico-delivered': [
      'DELIVERED at default/b',
      'DELIVERED at default/a2',
      'DELIVERED at default/b',
      'DELIVERED at db',
    ],
    'calico-vxlan': ['DELIVERED at default/b', 'DELIVERED at default/c', 'DELIVERED at default/c'],
    'calico-mesh-off': ['NO_ROUTE BGP-NO-REFLECTOR at core'],
    'calico-reflector-down': ['DELIVERED at default/b', 'NO_ROUTE at 192.168.10.2'],
    'calico-speaker-stopped': ['NO_ROUTE at core', 'REPLY_LOST at default/a'],
    'calico-over-router': ['NO_ROUTE BACKEND-L2 at core'],
    'calico-blackhole': ['BLACKHOLE at n2', 'BLACKHOLE at n2'],
    'calico-mtu-exceeded': ['DELIVERED at default/b', 'MTU_EXCEEDED MTU-OVERLAY at default/a'],
    'calico-leftovers': ['NEIGHBOUR_UNREACHABLE at n1 told default/a', 'DELIVERED at default/c'],
    'delivered-eniip': ['DELIVERED at default/c', 'DELIVERED at default/d', 'DELIVERED at default/d'],
    'delivered-eni': ['DELIVERED at default/b', 'DELIVERED at default/b', 'DELIVERED at default/b'],
    'delivered-terway-vpc': ['DELIVERED at default/b', 'DELIVERED at default/c'],
    'delivered-aws': ['DELIVERED at default/c', 'DELIVERED at default/d', 'DELIVERED at default/c'],
    'delivered-weave': ['DELIVERED at default/b', 'DELIVERED at default/b'],
    'delivered-sleeve': ['DELIVERED at default/b'],
    'eni-limit': ['DELIVERED at default/web-2', 'NO_ROUTE NODE-PODS-EXHAUSTED', 'NO_ROUTE NODE-PODS-EXHAUSTED'],
    'eni-zone': ['NO_ROUTE TERWAY-ZONE'],
    'eni-no-snat': ['EXITS_NETWORK at internet', 'NO_ROUTE EGRESS-NO-NAT at prod router'],
    'exits-network': ['EXITS_NETWORK at 172.16.0.1'],
    'source-check-failed-egress': ['SOURCE_CHECK_FAILED EGRESS-NO-NAT at 172.16.0.1'],
    'source-check-failed-aws': ['SOURCE_CHECK_FAILED SRC-DST-CHECK at shop/a'],
    'denied-by-filter': ['DENIED_BY_FILTER at h'],
    'denied-by-security-group': ['DELIVERED at default/b', 'DENIED_BY_FILTER SG-ENCAP at shop/zone-h'],
    'denied-by-policy': ['DELIVERED at default/web', 'DENIED_BY_POLICY at n2', 'DENIED_BY_POLICY at n2'],
    'no-route-host-gw': ['NO_ROUTE BACKEND-L2 at core'],
    'no-route-cluster-ip': ['NO_ROUTE CLUSTERIP-OUTSIDE at 172.16.0.1 told h'],
    'no-route-vpc': ['NO_ROUTE VPC-ROUTE-MISSING at shop router'],
    'no-route-lease': ['NO_ROUTE at n1 told n1', 'NO_ROUTE at n1'],
    blackhole: ['BLACKHOLE at n1', 'BLACKHOLE at lazy'],
    'neighbour-unreachable': [
      'NEIGHBOUR_UNREACHABLE at n2 told default/a',
      'NEIGHBOUR_UNREACHABLE at h1 told h1',
      'NEIGHBOUR_UNREACHABLE at h2/client told h2/client',
    ],
    'no-listener': [
      'NO_LISTENER at default/b told default/a',
      'NO_LISTENER at default/b told default/a',
      'NO_LISTENER at h1 told h2',
    ],
    'mtu-exceeded': [
      'MTU_EXCEEDED MTU-OVERLAY at default/a',
      'DELIVERED at default/b',
      'MTU_EXCEEDED MTU-OVERLAY at core told big',
    ],
    'mtu-exceeded-udp': ['MTU_EXCEEDED MTU-OVERLAY at default/a'],
    'ttl-exceeded': ['TTL_EXCEEDED at n1 told default/a', 'TTL_EXCEEDED at n2 told default/a'],
    'ttl-exceeded-udp': ['TTL_EXCEEDED at n1'],
    loop: ['LOOP at n2 told h'],
    'reverse-path-filtered': ['REVERSE_PATH_FILTERED RPF-STRICT at n1'],
    'reply-lost': ['REPLY_LOST at default/b'],
    'insufficient-info': ['INSUFFICIENT_INFO at 10.1.0.1', 'INSUFFICIENT_INFO at h'],
  };
  test('there is a row for each example', () => expect(Object.keys(rows).sort()).toEqual(names));
  test.each(names)('%s', async (name) => {
    expect((await resultsOf(name)).flatMap(({ paths }) => paths.map(endOf))).toEqual(rows[name]);
  });
});

describe('in every trace', () => {
  const paths = async () => (await Promise.all(names.map(resultsOf))).flat().flatMap((result) => result.paths);
  const waysOf = ({ forward, reply, error }: TracePath) => [forward, reply ?? [], error ?? []];

  test('the TTL falls only where something routes or a process forwards, by as much as that does', async () => {
    let fallen = 0;
    for (const way of (await paths()).flatMap(waysOf)) {
      const steps = way.flatMap((hop) => hop.steps);
      for (const [i, step] of steps.entries()) {
        const before = steps.slice(0, i).findLastIndex(isWire);
        if (!isWire(step) || before < 0) continue;
        const between = steps.slice(before + 1, i);
        const expected = lowered(steps[before]!, step, between);
        expect(ttls(steps[before]!).inner - ttls(step).inner).toBe(expected.inner);
        if (ttls(steps[before]!).outer && ttls(step).outer) {
          expect(ttls(steps[before]!).outer! - ttls(step).outer!).toBe(expected.outer);
        }
        fallen += expected.inner + expected.outer;
      }
    }
    expect(fallen).toBeGreaterThan(50);
  });

  test('what is transmitted is received', async () => {
    let handed = 0;
    for (const way of (await paths()).flatMap(waysOf)) {
      for (const [i, hop] of way.slice(0, -1).entries()) {
        const [out, next] = [hop.steps.findLast(isWire), way[i + 1]!.steps.find(isWire)];
        expect(next).toBeDefined();
        if (out?.type !== 'transmit' || next?.type !== 'receive') continue;
        expect(next.frame.source).toBe(out.frame.source);
        handed++;
      }
    }
    expect(handed).toBeGreaterThan(50);
  });

  test('the reply undoes every translation of the way there, in turn', async () => {
    let translated = 0;
    for (const { forward, reply } of await paths()) {
      if (!reply) continue;
      const done = changes(forward, 'nat').map(({ place, before, after }) => ({ place, before: after, after: before }));
      const undone = changes(reply, 'conntrack');
      expect(undone).toEqual(done.reverse().slice(0, undone.length));
      translated += undone.length;
    }
    expect(translated).toBeGreaterThanOrEqual(3);
  });
});

function isWire(step: Step): boolean {
  return step.type === 'transmit' || step.type === 'receive';
}

function changes(hops: readonly Hop[], type: 'nat' | 'conntrack') {
  return hops.flatMap(({ namespace, steps }) =>
    steps.flatMap((step) => (step.type === type ? [{ place: namespace, before: step.before, after: step.after }] : [])),
  );
}

/** TTL of the innermost packet, and of the tunnel's around it. */
function ttls(step: Step): { inner: number; outer?: number } {
  const frame = 'frame' in step ? step.frame : undefined;
  return { inner: frame?.ttl ?? 0, outer: frame?.encapsulation?.[0]?.ttl };
}

/** By how much the TTLs of two frames, one seen right after the other, have to differ. */
function lowered(from: Step, to: Step, between: readonly Step[]): { inner: number; outer: number } {
  const processes = between.filter(
    (step) => step.type === 'userspace' && step.detail.includes('lowers the TTL'),
  ).length;
  // Between what comes in by one device and leaves by another lies routing; a tunnel's new outer packet is not forwarded.
  const routed =
    from.type === 'receive' && to.type === 'transmit' && between.some(({ type }) => type === 'route') ? 1 : 0;
  const [inTunnel, outTunnel] = [ttls(from).outer !== undefined, ttls(to).outer !== undefined];
  if (inTunnel && outTunnel) return { inner: 0, outer: routed };
  return { inner: processes + (inTunnel || outTunnel ? 0 : routed), outer: 0 };
}
