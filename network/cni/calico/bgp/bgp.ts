import type { Calico } from '../../../topology/cni.ts';
import { Pools } from '../pools.ts';
import { Speakers, type SpeakerView } from '../speakers.ts';
import { Peerings } from './peerings.ts';
import { Propagation } from './propagation.ts';

/** A cluster's BGP: who speaks it, with whom, and what each learns. */
export interface Bgp {
  readonly pools: Pools;
  readonly speakers: Speakers;
  readonly peerings: Peerings;
  readonly propagation: Propagation;
}

/** Works out nothing yet: each part answers when it is asked. */
export function bgpOf(view: SpeakerView, config: Calico): Bgp {
  const pools = new Pools(view.cluster, config);
  const speakers = new Speakers(view, pools);
  const peerings = new Peerings(config, speakers);
  return { pools, speakers, peerings, propagation: new Propagation(speakers, peerings) };
}
