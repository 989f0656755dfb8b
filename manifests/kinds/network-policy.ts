import type { Origin } from '../../network/topology/origin.ts';
import type { Policy, PolicyPeer, PolicyRule } from '../../network/topology/policy.ts';
import { declared, type KubernetesObject } from '../object.ts';
import type { Value } from '../text/value.ts';
import { foreignField } from './known-fields.ts';
import { labelSelector } from './labels.ts';
import { policyPort } from './policy-ports.ts';
import type { Reading } from './reading.ts';

/**
 * A NetworkPolicy of networking.k8s.io/v1. Anything in it that cannot be read makes the whole of it broken, as the API
 * server refuses it as a whole: a typing error opens nothing.
 */
export function readNetworkPolicy(object: KubernetesObject, reading: Reading): Policy {
  return new PolicyReader(reading).read(object);
}

const SPEC = ['podSelector', 'policyTypes', 'ingress', 'egress'];
const TYPES = ['Ingress', 'Egress'] as const;

class PolicyReader {
  #broken = false;
  readonly #reading: Reading;
  readonly #tell = (message: string, origin: Origin) => {
    this.#broken = true;
    this.#reading.report({ code: 'MANIFEST', severity: 'error', message, origin });
  };

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  read(object: KubernetesObject): Policy {
    const spec = object.value.get('spec');
    this.#known(spec, SPEC, 'a NetworkPolicy');
    const selector = spec?.get('podSelector');
    const podSelector = selector && labelSelector(selector, this.#tell);
    const ingress = this.#rules(spec?.get('ingress'), 'from');
    const egress = this.#rules(spec?.get('egress'), 'to');
    const policyTypes = this.#types(spec?.get('policyTypes'), egress.length > 0);
    const broken = this.#broken || object.value.document.broken || object.name === '';
    return {
      ...declared(object, this.#reading.cluster),
      podSelector: podSelector ?? { requirements: [], origin: selector?.origin ?? object.origin },
      policyTypes,
      ingress,
      egress,
      broken,
    };
  }

  /** What is misspelt would be left out by a lenient reader, and the policy would say something else. */
  #known(value: Value | undefined, fields: readonly string[], what: string): void {
    const found = foreignField(value, fields, what);
    if (!found) return;
    this.#broken = true;
    this.#reading.report(found);
  }

  #types(value: Value | undefined, hasEgress: boolean): Policy['policyTypes'] {
    const written = value?.items() ?? [];
    const known = written.flatMap((one) => TYPES.find((type) => type === one.text()) ?? []);
    const wrong = written.find((one) => !TYPES.some((type) => type === one.text()));
    if (wrong) this.#tell(`${wrong.text() ?? 'This'} is no policy type: there are Ingress and Egress`, wrong.origin);
    if (known.length > 0) return [...new Set(known)];
    return hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
  }

  #rules(value: Value | undefined, side: 'from' | 'to'): PolicyRule[] {
    if (value && !value.isSeq && !value.isNull) this.#tell('The rules of a policy are a list', value.origin);
    return (value?.items() ?? []).map((rule) => this.#rule(rule, side));
  }

  #rule(value: Value, side: 'from' | 'to'): PolicyRule {
    this.#known(value, [side, 'ports'], `a rule of ${side === 'from' ? 'ingress' : 'egress'}`);
    const peers = this.#list(value.get(side), side).flatMap((peer) => this.#peer(peer) ?? []);
    const written = this.#list(value.get('ports'), 'ports');
    for (const port of written) this.#known(port, ['port', 'protocol', 'endPort'], 'a port');
    const ports = written.flatMap((port) => policyPort(port, this.#tell) ?? []);
    return { peers, ports, origin: value.origin };
  }

  #list(value: Value | undefined, field: string): Value[] {
    if (value && !value.isSeq && !value.isNull) this.#tell(`${field} is a list`, value.origin);
    return value?.items() ?? [];
  }

  /** Undefined for a peer that cannot be read: the policy is broken then, and the rule is not left open. */
  #peer(value: Value): PolicyPeer | undefined {
    this.#known(value, ['podSelector', 'namespaceSelector', 'ipBlock'], 'a peer');
    const [pods, namespaces, block] = ['podSelector', 'namespaceSelector', 'ipBlock'].map((key) => value.given(key));
    if (block && (pods || namespaces)) this.#tell('A peer with an ipBlock has no selectors', value.origin);
    if (!block && !pods && !namespaces)
      this.#tell('A peer has a podSelector, a namespaceSelector or an ipBlock', value.origin);
    if (block) return this.#block(block, value.origin);
    const podSelector = pods && labelSelector(pods, this.#tell);
    const namespaceSelector = namespaces && labelSelector(namespaces, this.#tell);
    return {
      ...(podSelector && { podSelector }),
      ...(namespaceSelector && { namespaceSelector }),
      origin: value.origin,
    };
  }

  #block(value: Value, origin: Origin): PolicyPeer | undefined {
    this.#known(value, ['cidr', 'except'], 'an ipBlock');
    const cidr = this.#reading.prefix(value.get('cidr'));
    const written = this.#list(value.get('except'), 'except');
    const except = this.#reading.prefixes(written);
    if (!value.get('cidr')) this.#tell('An ipBlock has a cidr', origin);
    // What is no prefix has been noticed as such.
    if (!cidr || except.length < written.length) {
      this.#broken = true;
      return undefined;
    }
    return { ipBlock: { cidr, except }, origin };
  }
}
