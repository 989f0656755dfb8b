import { type Address, familyOf, formatAddress } from '../../address/address.ts';

/** A resource record as `dig` prints one, without class and time to live. */
export interface Record {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'SRV';
  readonly data: string;
}

/** A and AAAA of a name. */
export function addressRecords(name: string, addresses: readonly Address[]): readonly Record[] {
  return addresses.map((address) => {
    return { name, type: familyOf(address) === 4 ? 'A' : 'AAAA', data: formatAddress(address) };
  });
}

/** `web.default.svc.cluster.local. A 10.96.0.12` */
export function recordText({ name, type, data }: Record): string {
  return `${name}. ${type} ${data}`;
}
