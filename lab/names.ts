import { derivedHex } from '../network/linux/mac.ts';

/** IFNAMSIZ without the final zero. */
const DEVICE_LIMIT = 15;

/** Gives names that are taken once; one that is too long or taken already is cut and told apart by a few hex digits. */
export class Names {
  private readonly limit: number;
  private readonly taken = new Set<string>();

  constructor(limit: number) {
    this.limit = limit;
  }

  of(spoken: string): string {
    // No white space: these are words of command lines.
    const wanted = spoken.replace(/[^\w.:-]/g, '.');
    let name = wanted;
    for (let n = 0; name.length > this.limit || this.taken.has(name); n++) {
      name = `${wanted.slice(0, this.limit - 5)}-${derivedHex(`${wanted} ${n}`).slice(-4)}`;
    }
    this.taken.add(name);
    return name;
  }
}

export const deviceNames = (): Names => new Names(DEVICE_LIMIT);

export const namespaceNames = (): Names => new Names(64);
