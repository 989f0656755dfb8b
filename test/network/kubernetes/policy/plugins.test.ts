import { describe, expect, test } from 'vitest';
import { judge } from '../../../../network/trace/expect.ts';
import { trace } from '../../../../network/trace/trace.ts';
import { networkOf } from '../../../support/models.ts';
import { enforcingNetwork } from './cluster.ts';

/* Policies where the plugins themselves say that they enforce them, and under every mode of kube-proxy. */

const UNDERLAY = `vpc cloud { provider alibaba  cidr 172.16.0.0/16
  vSwitch nodes { cidr 172.16.0.0/24  zone z }
  vSwitch pods { cidr 172.16.64.0/19  zone z }
}
vpc main { provider aws  cidr 10.0.0.0/16  subnet a { cidr 10.0.0.0/20  zone z } }
network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
`;

interface Setting {
  readonly cni: string;
  readonly proxy?: string;
  readonly at?: (index: number) => string;
  readonly pods?: string;
}

const LAN = (index: number) => `in lan  ip 192.168.10.1${index}`;

function textOf({ cni, proxy = 'iptables', at = LAN, pods = 'podCIDR 10.244.0.0/16' }: Setting, more: string): string {
  return `${UNDERLAY}cluster c {
  ${pods}
  serviceCIDR 10.96.0.0/12
  cni ${cni}
  kubeProxy ${proxy}
  node n1 { ${at(1)} }
  node n2 { ${at(2)} }
  namespace default {
    pod web { on n2  labels app=web  port http 8080/TCP }
    pod near { on n2  labels app=near }
    pod far { on n1  labels app=far }
    pod friend { on n1  labels app=friend }
    service web { clusterIP 10.96.0.50  selector app=web  port 80/TCP -> http }
    networkPolicy web { podSelector app=web  ingress { from podSelector app=friend  port http } }
    networkPolicy other { podSelector app=near  ingress {} }
  }
}
${more}`;
}

const onAlibaba = { at: (index: number) => `in cloud/nodes  ip 172.16.0.1${index}`, pods: '' };
const onAws = { at: (index: number) => `in main/a  ip 10.0.0.1${index}  instanceType m5.large`, pods: '' };
const SETTINGS: readonly (readonly [string, Setting, isEnforced: boolean])[] = [
  ['calico', { cni: 'calico { ipPool pods { cidr 10.244.0.0/16 } }' }, true],
  ['calico, ipvs', { cni: 'calico { ipPool pods { cidr 10.244.0.0/16 } }', proxy: 'ipvs' }, true],
  ['calico, nftables', { cni: 'calico { ipPool pods { cidr 10.244.0.0/16 } }', proxy: 'nftables' }, true],
  ['weave', { cni: 'weave', pods: 'podCIDR 10.32.0.0/12' }, true],
  ['terway eniip', { cni: 'terway { mode eniip  podVSwitches cloud/pods }', ...onAlibaba }, true],
  ['terway vpc', { cni: 'terway { mode vpc }', at: onAlibaba.at }, true],
  ['aws-vpc, enabled', { cni: 'aws-vpc { enableNetworkPolicy true }', ...onAws }, true],
  ['aws-vpc', { cni: 'aws-vpc', ...onAws }, false],
  ['terway eni', { cni: 'terway { mode eni  podVSwitches cloud/pods }', ...onAlibaba }, false],
  ['flannel', { cni: 'flannel' }, false],
];

const QUESTIONS: readonly (readonly [question: string, isAdmitted: boolean])[] = [
  ['default/friend -> default/web:8080/TCP', true],
  ['default/friend -> service default/web:80/TCP', true],
  ['default/far -> default/web:8080/TCP', false],
  ['default/far -> service default/web:80/TCP', false],
  ['default/near -> default/web:8080/TCP', false],
  ['default/near -> service default/web:80/TCP', false],
  ['default/friend -> default/web ICMP', false],
  ['n2 -> default/web:8080/TCP', true],
  ['default/web -> default/near ICMP', true],
];

describe.each(SETTINGS)('%s', (_, setting, isEnforced) => {
  test.each(QUESTIONS)('%s', async (question, isAdmitted) => {
    const network = await networkOf(textOf(setting, `trace ${question}`));
    const { disposition, paths } = trace(network, network.topology.traces[0]!);
    const isDenied = isEnforced && !isAdmitted;
    expect([disposition, paths[0]?.reason]).toEqual(
      isDenied ? ['DENIED_BY_POLICY', expect.stringContaining('NetworkPolicy default/web')] : ['DELIVERED', undefined],
    );
  });
});

describe('by networkPolicy names a policy that denies on the path', () => {
  const calico = SETTINGS[0]![1];
  test.each([
    ['default/far cannot reach default/web:8080/TCP by networkPolicy default/web', 'holds'],
    ['default/far cannot reach default/web:8080/TCP by networkPolicy default/other', 'fails'],
    ['default/friend cannot reach default/web:8080/TCP by networkPolicy default/web', 'fails'],
    ['default/far cannot reach default/web:8081/TCP by networkPolicy default/web', 'holds'],
    ['default/far cannot reach default/friend:81/TCP by networkPolicy default/web', 'fails'],
  ])('%s: %s', async (statement, verdict) => {
    const network = await networkOf(textOf(calico, `expect ${statement}`));
    expect(judge(network, network.topology.expects[0]!).verdict).toBe(verdict);
  });

  test('where the source does not let it out, those of the destination that would deny it too', async () => {
    const out = 'networkPolicy out { podSelector app=far  policyTypes Egress }';
    const text = (by: string) =>
      textOf(
        { cni: 'flannel' },
        `expect default/far cannot reach default/web:8080/TCP by networkPolicy default/${by}`,
      ).replace('networkPolicy other', `${out}\n    networkPolicy other`);
    const verdicts = ['out', 'web', 'other'].map(async (by) => {
      const network = await enforcingNetwork(text(by));
      return judge(network, network.topology.expects[0]!).verdict;
    });
    expect(await Promise.all(verdicts)).toEqual(['holds', 'holds', 'fails']);
  });
});
