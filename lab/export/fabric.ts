import { formatAddress } from '../../network/address/address.ts';
import type { Fabric, FabricRule } from '../fabric.ts';
import type { Cable } from '../lab.ts';
import { batch, section } from './text.ts';

/**
 * A VPC's fabric as far as a bridge can be one: it answers ARP itself, by what it is told (`proxy_arp_wifi` answers for
 * machines behind other ports, too), and rules give a frame the MAC of whoever is to have it.
 */
export function fabricSection(netns: string, fabric: Fabric, cables: readonly Cable[]): string {
  const answers = fabric.owners.map(({ address, mac }) => {
    return `neigh replace ${formatAddress(address)} lladdr ${mac} dev sw nud permanent`;
  });
  const ports = cables.map(({ device }) => `link set ${device} type bridge_slave proxy_arp_wifi on`);
  return section([
    '# The subnet of a VPC: it answers ARP for the cards that it knows and delivers by address',
    batch('ip', netns, [...ports, ...answers]),
    `in_ns ${netns} nft -f - <<'END'`,
    ...ruleset(fabric),
    'END',
  ]);
}

function ruleset({ owners, router, rules, balancers }: Fabric): readonly string[] {
  const attached = owners.filter((one) => one.attached);
  const elements = attached.map(({ address, mac }) => `${formatAddress(address)} : ${mac}`);
  const mac = router?.card.mac;
  return [
    'table bridge fabric {',
    '  map owners {',
    '    type ipv4_addr : ether_addr',
    ...(elements.length > 0 ? [`    elements = { ${elements.join(', ')} }`] : []),
    '  }',
    ...balancers.flatMap((_, index) => [
      `  set passed-${index} {`,
      '    type ipv4_addr . inet_service . ipv4_addr . inet_service',
      '    flags dynamic, timeout',
      '    timeout 60s',
      '  }',
    ]),
    '  chain deliver {',
    '    type filter hook prerouting priority -300; policy accept;',
    '    ether type != ip accept',
    ...balancers.flatMap(answerRules),
    ...(router ? [`    iifname "${router.device}" accept`] : []),
    ...rules.flatMap(sourceRule),
    '    ether daddr set ip daddr map @owners accept',
    ...rules.flatMap(({ cable, own, strange }) => {
      const not = own.length > 0 ? ` ip daddr != { ${own.map(formatAddress).join(', ')} }` : '';
      const to = `    ether daddr ${cable.card.mac}${not}`;
      if (strange === 'drop') return [`${to} drop`];
      return strange === 'router' && mac !== undefined ? [`${to} ether daddr set ${mac} accept`] : [];
    }),
    '  }',
    '}',
  ];
}

/** What a load balancer sends is noted, and what answers it gets its MAC. */
function answerRules({ device, card }: Cable, index: number): readonly string[] {
  const ports = 'meta l4proto { tcp, udp }';
  return [
    `    iifname "${device}" ${ports} update @passed-${index} { ip saddr . th sport . ip daddr . th dport }`,
    `    iifname != "${device}" ${ports} ip daddr . th dport . ip saddr . th sport @passed-${index} ether daddr set ${card.mac} accept`,
  ];
}

function sourceRule({ cable, sources }: FabricRule): readonly string[] {
  if (!sources) return [];
  const from = `    iifname "${cable.device}"`;
  if (sources.length === 0) return [`${from} drop`];
  return [`${from} ip saddr != { ${sources.map(formatAddress).join(', ')} } drop`];
}
