import type { NetworkNamespace } from '../linux/namespace.ts';
import type { Hop, Step } from './result.ts';

/** Where a step happens. */
export interface Place {
  readonly key: string;
  readonly name: string;
  readonly kind: Hop['kind'];
}

/** Collects steps into hops: what happens in one place without leaving it is one hop. */
export class Recorder {
  private readonly list: { readonly key: string; readonly hop: Hop & { readonly steps: Step[] } }[] = [];

  step(place: Place | NetworkNamespace, step: Step): void {
    let last = this.list.at(-1);
    if (last?.key !== place.key) {
      last = { key: place.key, hop: { namespace: place.name, kind: place.kind, steps: [] } };
      this.list.push(last);
    }
    last.hop.steps.push(step);
  }

  get hops(): readonly Hop[] {
    return this.list.map(({ hop }) => hop);
  }
}
