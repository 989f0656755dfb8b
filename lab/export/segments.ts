import type { LabSegment } from '../lab.ts';
import { fabricSection } from './fabric.ts';
import type { Omissions } from './omissions.ts';
import { batch, section } from './text.ts';

const SWITCH = [
  'net/bridge/bridge-nf-call-iptables=0',
  'net/bridge/bridge-nf-call-ip6tables=0',
  'net/ipv6/conf/all/disable_ipv6=1',
  'net/ipv6/conf/default/disable_ipv6=1',
];

/** A segment's namespace: the bridge, a port for each card, and who is where, which it has learnt. */
export function segmentSection({ id, netns, mtu, cables, fabric }: LabSegment, omissions: Omissions): string {
  const links = cables.flatMap(({ machine, card, device }) => {
    const far = `peer name ${machine.devices.get(card.name)} address ${card.mac} mtu ${card.mtu} netns ${machine.netns}`;
    return [`link add ${device} mtu ${mtu} type veth ${far}`, `link set ${device} master sw up`];
  });
  const renamed = cables.filter(({ port, device }) => port !== device);
  return section([
    `# ${id}: segment, MTU ${mtu}. A switch: it sends no packets of its own and shows none to iptables`,
    ...renamed.map(({ port, device }) => `#   ${device} is ${port}`),
    `sysctls ${netns} ${SWITCH.join(' ')}`,
    batch('ip', netns, ['link add sw type bridge', ...links, 'link set sw up']),
    batch(
      'bridge',
      netns,
      cables.map(({ card, device }) => `fdb replace ${card.mac} dev ${device} master static`),
    ),
    fabric && omissions.fabric === undefined ? fabricSection(netns, fabric, cables) : '',
  ]);
}
