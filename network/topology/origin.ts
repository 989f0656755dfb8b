/**
 * Where something was said. Opaque in here: only the reader that made it (`language/` or `manifests/`) can turn it into
 * a range of a file. It is compared by identity and handed on, never looked into.
 */
export interface Origin {
  readonly reader: 'knet' | 'yaml' | 'none';
}

/** The origin of what nobody wrote, such as a default. Readers give no range for it. */
export const NOWHERE: Origin = { reader: 'none' };

/** A value together with the place of the literal that says it. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
}
