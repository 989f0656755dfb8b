import { describe, expect, test } from 'vitest';
import { address } from '../../../network/address/parse.ts';
import { addressType } from '../../../network/linux/address-type.ts';
import { formatSets } from '../../../network/linux/ipset.ts';
import { formatTables, formatVerdict } from '../../../network/linux/iptables.ts';
import { formatRealServer } from '../../../network/linux/ipvs.ts';
import type { HookContext } from '../../../network/linux/match.ts';
import type { NetworkNamespace } from '../../../network/linux/namespace.ts';
import { formatNftTable } from '../../../network/linux/nftables-format.ts';
import { evaluateNft } from '../../../network/linux/nftables-passage.ts';
import { networkOf } from '../../support/models.ts';

async function node(mode: string): Promise<NetworkNamespace> {
  const network = await networkOf(`
    network lan { cidr 192.168.10.0/24 fd00:10::/64  gateway 192.168.10.1 fd00:10::1 }
    cluster c {
      podCIDR     10.244.0.0/16 fd00:244::/56
      serviceCIDR 10.96.0.0/12 fd00:96::/112
      cni flannel
      kubeProxy ${mode}
      node n1 { in lan  ip 192.168.10.11 fd00:10::11 }
      namespace default {
        pod web { labels app=web  port 8080/TCP }
        service web { type NodePort  clusterIP 10.96.0.20 fd00:96::20  selector app=web  port 80/TCP -> 8080 nodePort 30080 }
        service none { clusterIP 10.96.0.21 fd00:96::21  selector app=none  port 80/TCP }
      }
    }`);
  return network.namespace('node:c/n1')!;
}

const asked = (own: NetworkNamespace, destination: string): HookContext => ({
  packet: {
    source: address('fd00:244::99'),
    destination: address(destination),
    protocol: 'TCP',
    sourcePort: 40000,
    destinationPort: 80,
    ttl: 64,
    length: 80,
    dontFragment: false,
  },
  state: 'NEW',
  sets: own.netfilter6.sets,
  addressType: (one) => addressType(own, one),
  chance: () => true,
});

describe('Services over IPv6', () => {
  test('iptables: chains of ip6tables, and no address of one family in the other', async () => {
    const own = await node('iptables');
    const { verdict } = own.netfilter6.evaluate('nat', 'PREROUTING', asked(own, 'fd00:96::20'));
    expect(formatVerdict(verdict!)).toMatch(/-j DNAT --to-destination \[fd00:244::[0-9a-f]*\]:8080$/);
    const refused = own.netfilter6.evaluate('filter', 'FORWARD', asked(own, 'fd00:96::21')).verdict!;
    expect(refused.rule.target).toMatchObject({ kind: 'REJECT' });
    const [six, four] = [formatTables(own.netfilter6, 6).join('\n'), formatTables(own.netfilter).join('\n')];
    expect(six).toContain('--reject-with icmp6-port-unreachable');
    expect(six).not.toContain('10.96.');
    expect(four).not.toContain('fd00:');
  });

  test('ipvs: one table, one device, sets with names of their own', async () => {
    const own = await node('ipvs');
    const server = own.ipvs!.at('TCP', address('fd00:96::20'), 80)!;
    expect(server.destinations().map(formatRealServer)).toEqual([
      expect.stringMatching(/^-> \[fd00:244::[0-9a-f]*\]:8080 Masq 1$/),
    ]);
    expect(own.ipvs!.at('TCP', address('10.96.0.20'), 80)).toBeDefined();
    expect(own.ipvs!.at('TCP', address('fd00:10::11'), 30080)).toBeDefined();
    expect(own.isLocal(address('fd00:96::20')) && own.isLocal(address('10.96.0.20'))).toBe(true);
    expect(formatSets(own.netfilter6, 'inet6')).toContain('add KUBE-6-CLUSTER-IP fd00:96::20,tcp:80');
    expect([...own.netfilter6.sets.keys()].every((name) => name.length <= 31)).toBe(true);
  });

  test('nftables: a table of each family', async () => {
    const own = await node('nftables');
    expect(own.nftables.map(({ family }) => family)).toEqual(['ip', 'ip6']);
    const six = own.nftables[1]!;
    const { verdict } = evaluateNft(six, six.chain('nat-prerouting')!, asked(own, 'fd00:96::20'));
    expect(verdict?.rule.target).toMatchObject({ kind: 'DNAT', port: 8080 });
    const printed = formatNftTable(six).join('\n');
    expect(printed).toContain('ip6 daddr . meta l4proto . th dport vmap @service-ips');
    expect(printed).toMatch(/endpoint-[A-Z2-7]{8}-default\/web\/tcp\/__fd00\.244\.\./);
    expect(printed).not.toContain('10.96.');
  });
});
