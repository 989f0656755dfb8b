/*
 * What the API server takes for a name: k8s.io/apimachinery/pkg/util/validation and ValidateService of
 * pkg/apis/core/validation of Kubernetes.
 */

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

const LONGEST = 63;

/** A label as of RFC 1123: what a Namespace and a port of a Service may be called. */
export const isDnsLabel = (name: string): boolean => name.length <= LONGEST && LABEL.test(name);

/** What is wrong with the name of a Service: a label as of RFC 1035, so it begins with a letter. */
export function serviceNameFault(name: string): string | undefined {
  if (isDnsLabel(name) && !/^\d/.test(name)) return undefined;
  return `A Service cannot be called ${name}: ${LABEL_WORDS}, and begins with a letter`;
}

/** What is wrong with the name of a Namespace. */
export function namespaceNameFault(name: string): string | undefined {
  return isDnsLabel(name) ? undefined : `A Namespace cannot be called ${name}: ${LABEL_WORDS}`;
}

const LABEL_WORDS = `a name has at most ${LONGEST} lower-case letters, digits and "-", with no "-" at its ends`;

/** What is wrong with the name of a Service's port. */
export function portNameFault(name: string): string | undefined {
  return isDnsLabel(name) ? undefined : `A port of a Service cannot be called ${name}: ${LABEL_WORDS}`;
}

/** What is wrong with the name of a container's port, by which Services and policies call it: IsValidPortName, RFC 6335. */
export function containerPortNameFault(name: string): string | undefined {
  const isName = name.length <= 15 && LABEL.test(name) && /[a-z]/.test(name) && !name.includes('--');
  return isName ? undefined : `A port of a container cannot be called ${name}: ${PORT_WORDS}`;
}

const PORT_WORDS =
  'a name has at most 15 lower-case letters, digits and "-", a letter among them, with no "-" at its ends and no two together';

const LABEL_PART = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** What is wrong with the key of a label: IsQualifiedName, a name with perhaps a domain before it. */
export function labelKeyFault(key: string): string | undefined {
  const [name = '', domain] = key.split('/').reverse();
  const isKey = key.split('/').length <= 2 && name.length <= LONGEST && LABEL_PART.test(name);
  const isOf = domain === undefined || (domain.length <= 253 && domain.split('.').every((part) => LABEL.test(part)));
  return isKey && isOf
    ? undefined
    : `${key || 'Nothing'} is no key of a label: ${PART_WORDS}, perhaps behind a domain and "/"`;
}

/** What is wrong with the value of a label. */
export function labelValueFault(value: string): string | undefined {
  if (value === '' || (value.length <= LONGEST && LABEL_PART.test(value))) return undefined;
  return `${value} is no value of a label: ${PART_WORDS}`;
}

const PART_WORDS = `it has at most ${LONGEST} letters, digits, "-", "_" and ".", with a letter or a digit at its ends`;
