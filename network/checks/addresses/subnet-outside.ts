import { formatPrefix } from '../../address/prefix.ts';
import type { Check } from '../diagnostic.ts';
import { diagnostic, placeOf } from '../support/place.ts';
import { listed } from '../support/words.ts';
import { isOutside, moveSubnet, subnetRanges } from './subnets.ts';

export const subnetOutside: Check = {
  code: 'SUBNET-OUTSIDE',
  severity: 'error',
  summary: 'A vSwitch or subnet lies outside its VPC',
  *run({ topology, stop }) {
    for (const vpc of topology.vpcs) {
      if (stop()) return;
      const vpcRanges = listed(vpc.cidrs.map((cidr) => formatPrefix(cidr.value)));
      for (const range of subnetRanges(topology, vpc).filter(isOutside)) {
        yield diagnostic(this, {
          message: `${range.words} lies outside VPC ${vpc.name} (${vpcRanges}): its addresses belong to no range of the VPC`,
          origin: placeOf(range.cidr, range.segment),
          related: vpc.cidrs.map((cidr) => ({
            origin: placeOf(cidr, vpc),
            message: `VPC ${vpc.name} (${formatPrefix(cidr.value)})`,
          })),
          fixes: moveSubnet(topology, range),
        });
      }
    }
  },
};
