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
