import { isScalar, type Node } from 'yaml';
import type { Address } from '../../network/address/address.ts';
import { hostBitsSet, readLiteral } from '../../network/address/parse.ts';
import { formatPrefix, type Prefix, prefixOf } from '../../network/address/prefix.ts';
import type { Diagnostic, Fix } from '../../network/checks/diagnostic.ts';
import type { Origin, Sourced } from '../../network/topology/origin.ts';
import type { Finding } from '../../network/topology/topology.ts';
import type { KubernetesObject } from '../object.ts';
import type { YamlOrigin } from '../origins.ts';
import { TEMPLATE } from '../text/parse.ts';
import type { Value } from '../text/value.ts';
import { checkShape } from './check-shape.ts';
import { shapeOf } from './shapes.ts';

/** What every kind needs to be read: the cluster it is read for, and a place for what is noticed on the way. */
export class Reading {
  /** Id of the cluster. */
  readonly cluster: string;
  readonly findings: Finding[] = [];
  readonly problems: Diagnostic[] = [];

  constructor(cluster: string) {
    this.cluster = cluster;
  }

  prefix(value: Value | undefined): Sourced<Prefix> | undefined {
    const text = value?.text();
    if (!value || text === undefined) return undefined;
    const { origin } = value;
    const literal = readLiteral(text);
    if ('error' in literal) return this.#bad(text, literal.error, origin);
    if (literal.length === undefined) return this.#bad(text, 'a prefix needs the length of its mask', origin);
    const prefix = prefixOf(literal.address, literal.length);
    if (hostBitsSet(literal)) this.findings.push({ kind: 'host-bits', text, suggestion: formatPrefix(prefix), origin });
    return { value: prefix, origin };
  }

  /** An empty text says nothing, as in `loadBalancerIP: ""`. */
  address(value: Value | undefined): Sourced<Address> | undefined {
    const text = value?.text();
    if (!value || !text) return undefined;
    const literal = readLiteral(text);
    if ('error' in literal) return this.#bad(text, literal.error, value.origin);
    if (literal.length !== undefined) return this.#bad(text, 'an address has no mask here', value.origin);
    return { value: literal.address, origin: value.origin };
  }

  addresses(values: readonly Value[]): Sourced<Address>[] {
    return values.flatMap((value) => this.address(value) ?? []);
  }

  prefixes(values: readonly Value[]): Sourced<Prefix>[] {
    return values.flatMap((value) => this.prefix(value) ?? []);
  }

  report(
    found: Pick<Diagnostic, 'code' | 'severity' | 'message' | 'origin'> & Partial<Pick<Diagnostic, 'fixes'>>,
  ): void {
    this.problems.push({ related: [], fixes: [], ...found });
  }

  /** Tells what is wrong with the name of an object, where it has one. */
  named({ value, name, origin }: KubernetesObject, faultOf: (name: string) => string | undefined): void {
    const isWritten = value.at('metadata', 'name') !== undefined && !name.includes('{{');
    const message = isWritten ? faultOf(name) : undefined;
    if (message !== undefined) this.report({ code: 'MANIFEST', severity: 'error', message, origin });
  }

  /** In quotes a template is good YAML, and its objects have names that they will not keep. So are control characters. */
  rendered({ name, namespace, origin }: KubernetesObject): void {
    if (`${name}${namespace}`.includes('{{'))
      this.report({ code: 'MANIFEST', severity: 'error', message: TEMPLATE, origin });
    if (`${name}${namespace}`.includes('\ufffd'))
      this.report({ code: 'MANIFEST', severity: 'error', message: 'A name has no control characters', origin });
  }

  /**
   * Holds the object against the types of the API. What its reader has told, from a problem on, is not told again. True when
   * something is wrong of which nobody can say what is meant.
   */
  misshapen({ value, kind }: KubernetesObject, from: number): boolean {
    const told = this.problems.slice(from);
    let found = false;
    checkShape(value, shapeOf(kind), kind, (message, origin, isPlain, isUnquoted) => {
      found ||= !isPlain;
      const isTold = told.some((one) => one.origin === origin);
      const fixes = isUnquoted ? [quoting(origin)] : [];
      if (!isTold) this.report({ code: 'MANIFEST', severity: 'error', message, origin, fixes });
    });
    return found;
  }

  #bad(text: string, reason: string, origin: Origin): undefined {
    this.findings.push({ kind: 'bad-literal', text, reason, origin });
  }
}

/** Writes a word in quotes: what is set to what it is without them is meant as text. A label is set with its key. */
function quoting(origin: YamlOrigin): Fix {
  const word = textOf(origin.node);
  const value = origin.key ? `${textOf(origin.key)}=${word}` : word;
  return { title: `Write "${word}"`, changes: [{ kind: 'set', origin, value }] };
}

const textOf = (node: Node) => (isScalar(node) ? String(node.value) : '');

/** A port number from 1 to 65535; undefined for anything else. */
export function portNumber(value: Value | undefined): number | undefined {
  const number = value?.integer();
  return number !== undefined && number >= 1 && number <= 65535 ? number : undefined;
}

/** A port by its number or its name. To the API 0 and an empty text are as good as nothing (`SetDefaults_Service`). */
export function portOrName(value: Value | undefined): number | string | undefined {
  if (value?.integer() === 0) return undefined;
  return portNumber(value) ?? (value?.text() || undefined);
}

/** The word written, when it is one of the choices. */
export function choice<T extends string>(value: Value | undefined, choices: readonly T[]): T | undefined {
  const text = value?.text();
  return choices.find((one) => one === text);
}
