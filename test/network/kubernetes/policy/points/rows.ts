import { describe, expect, test } from 'vitest';
import { trace } from '../../../../../network/trace/trace.ts';
import { enforcingNetwork } from '../cluster.ts';

/* What is easily got wrong about NetworkPolicy, as traces: which packets a policy is shown, and what its parts mean. */

/** A `trace` as the language writes it, and what becomes of it. */
type Row = readonly [what: string, policies: string, question: string, outcome: string];

export const WEB = 'podSelector app=web';
export const np = (body: string, name = 'p') => `networkPolicy ${name} { ${body} }\n`;
export const ingress = (rule: string) => np(`${WEB}  policyTypes Ingress  ingress { ${rule} }`);
export const egress = (rule: string) => np(`podSelector app=client  policyTypes Egress  egress { ${rule} }`);
export const DENY_IN = np(`${WEB}  policyTypes Ingress`);
export const DENY_OUT = np('podSelector app=client  policyTypes Egress');

/** Two nodes, an office outside, and these policies in namespace default, with one question. */
export function textOf(policies: string, question: string): string {
  return `network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
host office { in lan  ip 192.168.10.200  listen 5978/TCP }
cluster lab {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni flannel
  node n1 { in lan  ip 192.168.10.11  podCIDR 10.244.0.0/24 }
  node n2 { in lan  ip 192.168.10.12  podCIDR 10.244.1.0/24 }
  namespace default {
    pod web { on n2  ip 10.244.1.10  labels app=web tier=front  port http 8080/TCP  port dns 53/UDP  port 9000/TCP }
    pod client { on n1  ip 10.244.0.10  labels app=client  port 80/TCP }
    pod beside { on n2  ip 10.244.1.11  labels app=beside }
    pod bare { on n1  ip 10.244.0.11  port dns 53/TCP }
    pod agent { on n1  hostNetwork  labels app=agent  port 7000/TCP }
    service web { clusterIP 10.96.0.50  selector app=web  port 80/TCP -> 8080 }
    service ways { type NodePort  clusterIP 10.96.0.51  selector app=web  port 80/TCP -> 8080 nodePort 30080 }
    service local { type NodePort  clusterIP 10.96.0.52  externalTrafficPolicy Local  selector app=web  port 80/TCP -> 8080 nodePort 30081 }
    service empty { clusterIP 10.96.0.53  selector app=nobody  port 80/TCP }
    ${policies}
  }
  namespace other { labels team=a
    pod web { on n1  ip 10.244.0.20  labels app=web  port 8080/TCP }
    pod client { on n2  ip 10.244.1.20  labels app=client }
  }
}
trace ${question}
`;
}

/** What is asked most: for a pod, and for its Service. */
export const ASKED = 'default/client -> default/web:8080/TCP';
export const BY_SERVICE = 'default/client -> service default/web:80/TCP';

export const OK = 'DELIVERED';
export const NO = 'DENIED_BY_POLICY';

async function outcomeOf(policies: string, question: string): Promise<string> {
  const network = await enforcingNetwork(textOf(policies, question));
  return trace(network, network.topology.traces[0]!).disposition;
}

/** A test of each row. */
export function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    test.each(table)('%s', async (_, policies, question, outcome) => {
      expect(await outcomeOf(policies, question)).toBe(outcome);
    });
  });
}
