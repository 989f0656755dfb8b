import type { NetworkNamespace } from './namespace.ts';
import type { Provenance } from './provenance.ts';

/** A gap that swallows whatever enters the namespace or is made in it. */
export function addWholeGap(namespace: NetworkNamespace, reason: string, origin?: Provenance): void {
  for (const hook of ['ORIGINATE', 'PREROUTING'] as const) {
    namespace.gaps.push({ hook, applies: () => true, whole: true, reason, origin });
  }
}
