import { describe, expect, test } from 'vitest';
import { topologyOf } from '../../../support/examples.ts';
import { diagnose } from '../run.ts';

export const CALICO = 'calico { ipPool pods { cidr 10.244.0.0/16 } }';

/** A cluster with this in it, and what stands beside it. */
export function textOf(body: string, cni = CALICO, more = ''): string {
  return `vpc cloud { provider alibaba  cidr 172.16.0.0/16  vSwitch a { cidr 172.16.0.0/24 } }
network lan { cidr 192.168.10.0/24  gateway 192.168.10.1 }
cluster c {
  podCIDR 10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni ${cni}
  node n1 { in lan  ip 192.168.10.11 }
  ${body}
}
${more}`;
}

/** Diagnostics of one code as `message [fix: new text]`. */
export async function found(code: string, text: string): Promise<string[]> {
  const values = (changes: readonly { kind: string; value?: string }[]) =>
    changes.map(({ kind, value }) => value ?? kind).join(', ');
  return diagnose(await topologyOf(text), code).map(
    ({ message, fixes }) => `${message}${fixes.map((fix) => ` [${fix.title}: ${values(fix.changes)}]`).join('')}`,
  );
}

/** What namespaces hold, what is said of it, and statements beside the cluster. */
type Case = readonly [what: string, body: string, expected: readonly (string | RegExp)[], more?: string];

/** A test of each case: all that is said with the code. */
export function check(code: string, cases: readonly Case[]) {
  describe(code, () => {
    test.each(cases.map((one) => [one[0], one] as const))('%s', async (_, [, body, expected, more]) => {
      const said = await found(code, textOf(body, CALICO, more));
      expect(said).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
    });
  });
}

export const ns = (body: string, name = 'default') => `namespace ${name} { ${body} }\n`;
export const np = (body: string, name = 'p') => `networkPolicy ${name} { ${body} }\n`;
export const WEB = 'pod web { labels app=web  port http 8080/TCP }\n';
export const API = 'pod api { labels app=api  port 80/TCP }\n';
export const onWeb = (rule: string, name = 'p') => np(`podSelector app=web  ingress { ${rule} }`, name);
export const DNS = 'egress { to namespaceSelector {} podSelector k8s-app=kube-dns  port 53/UDP  port 53/TCP }';
export const SERVICE = 'service web { selector app=web  port 80/TCP -> http }\n';
export const out = (rules: string, name = 'p') => np(`podSelector app=web  policyTypes Egress  ${rules}`, name);
