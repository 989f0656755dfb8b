import type { TracePath } from '../../../network/trace/result.ts';
import { tracesOf } from '../../support/models.ts';

export const MODES = ['iptables', 'ipvs', 'nftables', 'userspace'] as const;
export type Mode = (typeof MODES)[number];

/** What a model varies: the mode of kube-proxy, fields of flannel, Services, and who asks what. */
export interface Varied {
  readonly mode?: string;
  readonly flannel?: string;
  readonly services?: string;
  readonly questions?: readonly string[];
}

/** One cluster of four nodes with pods for every kind of Service, and who may ask for them. */
export const clusterWith = ({ mode = 'iptables', flannel = '', services = '', questions = [] }: Varied) => `
  network lan { cidr 172.16.130.0/24  gateway 172.16.130.9 }
  host ext { in lan  ip 172.16.130.9 }
  cluster c {
    podCIDR 10.244.0.0/16
    serviceCIDR 10.96.0.0/12
    cni flannel { backend vxlan ${flannel} }
    kubeProxy ${mode}
    node n1 { in lan  ip 172.16.130.11  podCIDR 10.244.0.0/24 }
    node n2 { in lan  ip 172.16.130.12  podCIDR 10.244.1.0/24 }
    node n3 { in lan  ip 172.16.130.13  podCIDR 10.244.2.0/24 }
    node n4 { in lan  ip 172.16.130.14  podCIDR 10.244.3.0/24 }
    namespace default {
      pod client { on n1  ip 10.244.0.10 }
      pod far    { on n3  ip 10.244.2.10 }
      pod w1 { on n1  ip 10.244.0.20  labels app=web  port http 8080/TCP }
      pod w2 { on n2  ip 10.244.1.20  labels app=web  port http 8080/TCP }
      pod only2 { on n2  ip 10.244.1.30  labels app=two  port 8080/TCP }
      pod self { on n1  ip 10.244.0.30  labels app=self  port 8080/TCP }
      pod node { on n2  hostNetwork  labels app=host  port 9100/TCP }
      ${services}
    }
  }
  ${questions.map((question) => `trace ${question}`).join('\n')}`;

/** A Service of each kind. */
const SERVICES = `
  service web { type NodePort  clusterIP 10.96.0.20  selector app=web  port 80/TCP -> http nodePort 30080 }
  service loc { type NodePort  clusterIP 10.96.0.21  selector app=web  port 80/TCP -> http nodePort 30081  externalTrafficPolicy Local }
  service two { type NodePort  clusterIP 10.96.0.22  selector app=two  port 80/TCP -> 8080 nodePort 30082  externalTrafficPolicy Local }
  service inside { clusterIP 10.96.0.23  selector app=two  port 80/TCP -> 8080  internalTrafficPolicy Local }
  service self { clusterIP 10.96.0.24  selector app=self  port 80/TCP -> 8080 }
  service none { type NodePort  clusterIP 10.96.0.25  selector app=none  port 80/TCP nodePort 30085 }
  service host { clusterIP 10.96.0.26  selector app=host  port 80/TCP -> 9100 }
  service own { clusterIP 10.96.0.27  selector app=web  port 80/TCP -> http  externalIPs 172.16.130.14 }
  service away { clusterIP 10.96.0.28  selector app=web  port 80/TCP -> http  externalIPs 192.0.2.7 }
  service head { clusterIP None  selector app=web  port http 8080/TCP }
  service hand { clusterIP 10.96.0.29  port 80/TCP -> 8080  endpoints 10.244.1.30 }
  service kept { clusterIP 10.96.0.30  selector app=web  port 80/TCP -> http  sessionAffinity ClientIP }
`;

export const servicesModel = (mode: string, questions: readonly string[] = []) =>
  clusterWith({ mode, services: SERVICES, questions });

/** `0.5 DELIVERED default/w1 from 10.244.0.10 ttl 64`: where a path ends, and what is seen there. */
export function endOf({ probability, disposition, forward, code, error }: TracePath): string {
  const last = forward.at(-1);
  const step = last?.steps.at(-1);
  const seen = step?.type === 'deliver' ? ` ${last!.namespace} from ${step.frame?.source} ttl ${step.frame?.ttl}` : '';
  return `${Number(probability.toFixed(3))} ${disposition}${seen}${code ? ` ${code}` : ''}${error ? ' answered' : ''}`;
}

/** What becomes of each question's packet. */
export async function ends(mode: string, questions: readonly string[]): Promise<readonly string[][]> {
  const results = await tracesOf(servicesModel(mode, questions));
  return results.map(({ paths }) => paths.map(endOf));
}
