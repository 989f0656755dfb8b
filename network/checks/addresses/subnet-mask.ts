import { prefixFamily } from '../../address/prefix.ts';
import { PROVIDERS } from '../../cloud/providers.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { isOutside, subnetRanges } from './subnets.ts';

export const subnetMask: Check = {
  code: 'SUBNET-MASK',
  severity: 'error',
  summary: 'A vSwitch or subnet with a mask that the provider refuses',
  *run({ topology }) {
    for (const vpc of topology.vpcs) {
      const { title, subnetMask: mask } = PROVIDERS[vpc.provider];
      if (!mask) continue;
      for (const range of subnetRanges(topology, vpc)) {
        const { length } = range.cidr.value;
        if (prefixFamily(range.cidr.value) !== 4 || (mask.from <= length && length <= mask.to)) continue;
        // A subnet wider than its VPC is SUBNET-OUTSIDE's, whatever its mask.
        if (isOutside(range) && length < mask.from) continue;
        const takes = mask.from === 0 ? `masks up to /${mask.to}` : `masks from /${mask.from} to /${mask.to}`;
        const message = `${range.words}: ${title} takes ${takes} for a ${range.words.split(' ')[0]}`;
        yield diagnostic(this, { message, origin: range.cidr.origin });
      }
    }
  },
};
