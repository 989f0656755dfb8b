import type { Address } from '../../../network/address/address.ts';
import { address, prefix } from '../../../network/address/parse.ts';
import type { Prefix } from '../../../network/address/prefix.ts';
import type { Origin, Sourced } from '../../../network/topology/origin.ts';

/** An origin that says what it is the origin of, so that a test can name the place a diagnostic points at. */
export interface NamedOrigin extends Origin {
  readonly text: string;
}

export function origin(text: string): NamedOrigin {
  return { reader: 'knet', text };
}

export function textOf(origin: Origin): string {
  return (origin as NamedOrigin).text;
}

export function sourced<T>(value: T, text = `${value}`): Sourced<T> {
  return { value, origin: origin(text) };
}

export function cidrs(...texts: string[]): Sourced<Prefix>[] {
  return texts.map((text) => sourced(prefix(text), text));
}

export function addresses(...texts: string[]): Sourced<Address>[] {
  return texts.map((text) => sourced(address(text), text));
}
