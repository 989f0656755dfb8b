import type { Terway } from '../../topology/cni.ts';
import type { ClusterView, CniPlugin } from '../plugin.ts';
import { exclusiveEni } from './eni.ts';
import { sharedEni } from './eniip.ts';
import { vpcRoutes } from './vpc.ts';

/** The Terway daemon in one of its modes. None of them gives what leaves the VPC another source; a NAT gateway has to. */
export function terway(view: ClusterView, config: Terway): CniPlugin {
  switch (config.mode) {
    case 'vpc':
      return vpcRoutes(view, config);
    case 'eniip':
      return sharedEni(view, config);
    case 'eni':
      return exclusiveEni(view, config);
  }
}
