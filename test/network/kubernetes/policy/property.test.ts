import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '../../../../network/address/address.ts';
import { address, prefix } from '../../../../network/address/parse.ts';
import { policyHook } from '../../../../network/kubernetes/policy/hook.ts';
import { policyRules } from '../../../../network/kubernetes/policy/iptables.ts';
import { PolicySelection } from '../../../../network/kubernetes/policy/selection.ts';
import { allHold, type HookContext } from '../../../../network/linux/match.ts';
import type { EndProtocol, Packet } from '../../../../network/linux/packet.ts';
import type { Placement } from '../../../../network/topology/allocation.ts';
import { NOWHERE } from '../../../../network/topology/origin.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../../../network/topology/policy.ts';
import type { PortRange } from '../../../../network/topology/ports.ts';
import type { Requirement, Selector } from '../../../../network/topology/selector.ts';
import type { ContainerPort, Namespace, Workload } from '../../../../network/topology/workload.ts';
import { cluster, namespace, node, sourced, workload } from '../../topology/builders.ts';
import { type NaiveEnd, naive } from './naive.ts';

/* Few keys, values, ports and addresses, so that what is drawn meets. */
const key = fc.constantFrom('k', 'l');
const value = fc.constantFrom('1', '2', '3');
const labels = fc.dictionary(key, value, { maxKeys: 2 });
const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const portNumber = fc.integer({ min: 1, max: 5 });
const portName = fc.constantFrom('p', 'q');

const requirement: fc.Arbitrary<Requirement> = fc
  .record({
    key,
    operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
  })
  .map(({ values, ...rest }) => ({ ...rest, values: rest.operator.includes('Exist') ? [] : values, origin: NOWHERE }));
const selector: fc.Arbitrary<Selector> = fc
  .array(requirement, { maxLength: 2 })
  .map((requirements) => ({ requirements, origin: NOWHERE }));
const block = fc.record({
  cidr: fc.constantFrom('10.0.0.0/29', '10.0.0.0/30', '10.0.0.4/30', '0.0.0.0/0'),
  except: fc.constantFrom([], ['10.0.0.1/32'], ['10.0.0.0/31', '10.0.0.5/32']),
});
const peer: fc.Arbitrary<PolicyPeer> = fc
  .oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: selector }),
    fc.record({ podSelector: selector, namespaceSelector: selector }),
    block.map(({ cidr, except }) => ({
      ipBlock: { cidr: sourced(prefix(cidr)), except: except.map((one) => sourced(prefix(one))) },
    })),
  )
  .map((one) => ({ ...one, origin: NOWHERE }));
const port: fc.Arbitrary<PortRange> = fc
  .oneof(
    fc.record({ protocol }),
    fc
      .tuple(protocol, portNumber, portNumber)
      .map(([p, a, b]) => ({ protocol: p, from: Math.min(a, b), to: Math.max(a, b) })),
    fc.record({ name: portName, protocol }, { requiredKeys: ['name'] }),
  )
  .map((one) => ({ ...one, origin: NOWHERE }));
const rule: fc.Arbitrary<PolicyRule> = fc.record({
  peers: fc.array(peer, { maxLength: 2 }),
  ports: fc.array(port, { maxLength: 2 }),
  origin: fc.constant(NOWHERE),
});
const rules = fc.array(rule, { maxLength: 2 });
const policy = (home: string) =>
  fc
    .record({
      podSelector: selector,
      policyTypes: fc.subarray(['Ingress', 'Egress'] as const, { minLength: 1 }),
      ingress: rules,
      egress: rules,
    })
    .map(
      (parts): Policy => ({
        ...parts,
        id: '',
        name: '',
        cluster: 'c',
        namespace: home,
        broken: false,
        origin: NOWHERE,
      }),
    );
const containerPort: fc.Arbitrary<ContainerPort> = fc.record({
  name: portName,
  protocol,
  port: portNumber,
  origin: fc.constant(NOWHERE),
});

const NAMES = ['m', 'n'];
const drawnNamespace = (name: string): fc.Arbitrary<Namespace> =>
  fc
    .record({
      labels,
      policies: fc.array(policy(name), { maxLength: 3 }),
      pods: fc.array(
        fc.record({
          labels,
          hostNetwork: fc.nat(9).map((one) => one === 0),
          ports: fc.array(containerPort, { maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    })
    .map(({ policies, pods, ...rest }) =>
      namespace(name, {
        ...rest,
        policies: policies.map((one, i) => ({ ...one, id: `c/${name}/${i}`, name: `${i}` })),
        workloads: pods.map((one, i) => workload(`${name}/${i}`, one)),
      }),
    );

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const drawn = fc.record({
  namespaces: fc.tuple(...NAMES.map(drawnNamespace)),
  from: fc.nat(5),
  to: fc.nat(5),
  protocol: fc.constantFrom<EndProtocol>('TCP', 'UDP', 'SCTP', 'ICMP'),
  destinationPort: portNumber,
});

/** Pods at 10.0.0.1 and up; beyond them addresses that nobody has. */
function endsOf(workloads: readonly Workload[]): (index: number) => NaiveEnd {
  return (index) => ({ address: (address('10.0.0.1') as number) + index, workload: workloads[index] }) as NaiveEnd;
}

/** A cluster with one pod a workload, as a hook and its rules see it. */
function modelOf({ namespaces, from, to, protocol, destinationPort }: Drawn) {
  const model = cluster({ namespaces });
  const workloads = namespaces.flatMap((one) => one.workloads);
  const end = endsOf(workloads);
  const [source, destination] = [end(from), end(to)];
  const placed = (workload: Workload): Placement => {
    const addresses = [end(workloads.indexOf(workload)).address];
    return { id: workload.id, label: '', workload, index: 0, node: node('n1'), addresses };
  };
  const podAt = (at: Address) => {
    const found = workloads.find((one, i) => !one.hostNetwork && end(i).address === at);
    return found && placed(found);
  };
  const allocation = { podAt, pods: (workload: Workload) => [placed(workload)] };
  const packet: Packet = {
    source: source.address,
    destination: destination.address,
    protocol,
    ...(protocol === 'ICMP' ? {} : { sourcePort: 40000, destinationPort }),
    ttl: 64,
    length: 60,
    dontFragment: false,
  };
  const selection = new PolicySelection(model);
  return {
    source: { cluster: model, selection, allocation, answer: 'silence' as const },
    ends: { source, destination },
    packet,
  };
}

const WORDS = { ingress: 'Ingress', egress: 'Egress' } as const;

test('the hook agrees with the specification read naively', () => {
  let [denied, allowed] = [0, 0];
  fc.assert(
    fc.property(drawn, (one) => {
      const { source, ends, packet } = modelOf(one);
      const hook = policyHook(source, (at) => source.allocation.podAt(at)?.workload);
      for (const direction of ['ingress', 'egress'] as const) {
        const wanted = naive(source.cluster, WORDS[direction], ends.source, ends.destination, packet);
        const verdict = hook.judge(packet, direction);
        const outcome = wanted.isolating.length === 0 ? 'open' : wanted.allowed ? 'allow' : 'deny';
        expect(verdict?.verdict ?? 'open').toBe(outcome);
        if (verdict?.verdict === 'deny') expect(verdict.policies.map(({ name }) => name)).toEqual(wanted.isolating);
        if (verdict?.verdict === 'allow') expect(wanted.isolating).toContain(verdict.policies[0]?.name);
        if (verdict?.verdict === 'deny') denied += 1;
        if (verdict?.verdict === 'allow') allowed += 1;
      }
    }),
    { numRuns: 2000 },
  );
  // Neither outcome is drawn by chance alone.
  expect(Math.min(denied, allowed)).toBeGreaterThan(100);
});

test('the rules of iptables agree with it too', () => {
  let denied = 0;
  fc.assert(
    fc.property(drawn, (one) => {
      const { source, ends, packet } = modelOf(one);
      for (const direction of ['ingress', 'egress'] as const) {
        const pod = direction === 'ingress' ? ends.destination.workload : ends.source.workload;
        const rules = pod && policyRules(source, pod, direction);
        const wanted = naive(source.cluster, WORDS[direction], ends.source, ends.destination, packet);
        expect(rules !== undefined).toBe(wanted.isolating.length > 0);
        if (!rules) continue;
        const context: HookContext = {
          packet,
          state: 'NEW',
          sets: new Map(),
          addressType: () => 'UNICAST',
          chance: () => true,
        };
        const target = rules.find(({ matches }) => allHold(matches, context))?.target.kind;
        expect(target).toBe(wanted.allowed ? 'RETURN' : 'DROP');
        if (target === 'DROP') denied += 1;
      }
    }),
    { numRuns: 1000 },
  );
  expect(denied).toBeGreaterThan(50);
});
