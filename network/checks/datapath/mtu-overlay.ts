import type { Check } from '../diagnostic.ts';
import { diagnostic } from '../support/place.ts';
import { linkMtu, uplinks } from '../support/uplinks.ts';
import { overheadOf } from './overheads.ts';

/** Small packets pass, so connections open and then hang at the first full one. */
export const mtuOverlay: Check = {
  code: 'MTU-OVERLAY',
  severity: 'error',
  summary: 'Full packets of Pods do not fit into the link once they are encapsulated',
  *run({ topology, stop }) {
    for (const cluster of topology.clusters) {
      if (stop()) return;
      const overhead = overheadOf(cluster.cni);
      if (!overhead) continue;
      const { mtu, bytes, words, full } = overhead;
      const links = uplinks(topology, cluster);
      const narrowest = links.reduce<(typeof links)[number] | undefined>(
        (best, link) => (best && linkMtu(best) <= linkMtu(link) ? best : link),
        undefined,
      );
      if (!narrowest || mtu.value + bytes <= linkMtu(narrowest)) continue;
      const link = linkMtu(narrowest);
      const sum = bytes === 0 ? `${mtu.value}` : `${mtu.value} + ${bytes} (${words}) = ${mtu.value + bytes}`;
      const { nic, node, segment } = narrowest;
      const isWire = link < nic.mtu;
      const where =
        isWire && segment
          ? `${segment.kind === 'network' ? 'network' : 'subnet'} ${segment.name}`
          : `${nic.device} of node ${node.name}`;
      const right = `${link - bytes}`;
      yield diagnostic(this, {
        message: `Packets of Pods have up to ${sum} bytes on the wire, and ${where} takes ${link}: ${isWire ? 'full ones are lost' : full}`,
        origin: mtu.origin,
        related: [{ origin: nic.origin, message: `${nic.device} of node ${node.name}` }],
        fixes: [{ title: `Set mtu to ${right}`, changes: [{ kind: 'set', origin: mtu.origin, value: right }] }],
      });
    }
  },
};
