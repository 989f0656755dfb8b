/**
 * A `.knet` text of about that many lines, always the same: clusters of about a thousand lines each with nodes,
 * namespaces, workloads, Services, policies, and the questions that somebody asks of them. It has no diagnostics.
 */
export function textOf(lines: number): string {
  const clusters = Math.max(1, Math.round(lines / LINES_A_CLUSTER));
  const namespaces = Math.round((Math.min(lines, LINES_A_CLUSTER) - LINES_AROUND) / LINES_A_NAMESPACE);
  return Array.from({ length: clusters }, (_, i) => clusterOf(i, namespaces)).join('\n');
}

const LINES_A_CLUSTER = 1000;
const LINES_A_NAMESPACE = 94;
/** Nodes, the cluster's own fields, its network, its questions. */
const LINES_AROUND = 60;
const NODES = 30;
const APPLICATIONS = 6;

const range = (length: number) => Array.from({ length }, (_, i) => i);

function clusterOf(c: number, namespaces: number): string {
  return `// ---------------- cluster ${c}
network lan-${c} { cidr 192.168.${c}.0/24  gateway 192.168.${c}.1 }

cluster c${c} {
  podCIDR     10.${100 + c}.0.0/16
  serviceCIDR 172.20.${c * 4}.0/22
  cni calico { ipPool pods { cidr 10.${100 + c}.0.0/16  vxlanMode Always } }
  kubeProxy ipvs { scheduler rr }
${range(NODES)
  .map((n) => `  node n${n} { in lan-${c}  ip 192.168.${c}.${10 + n} }`)
  .join('\n')}
${range(namespaces).map(namespaceOf).join('\n')}
}

${range(Math.min(5, namespaces))
  .map((n) => questionsOf(`c${c}/team-${n}`))
  .join('\n')}`;
}

function namespaceOf(n: number): string {
  return `  namespace team-${n} {
    labels team=team-${n}
${range(APPLICATIONS)
  .map((a) => applicationOf(`app-${a}`, (n * APPLICATIONS + a) % NODES))
  .join('\n')}
  }`;
}

const applicationOf = (name: string, node: number) => `
    deployment ${name} {
      replicas 3
      labels   app=${name} tier=back
      on       n${node}
      port     http 8080/TCP
    }
    service ${name} {
      selector app=${name}
      port     80/TCP -> http
    }
    networkPolicy ${name} {
      podSelector app=${name}
      ingress { from podSelector app=${name}  port http }
    }`;

const questionsOf = (namespace: string) => `expect ${namespace}/app-0-0 can reach ${namespace}/app-0-1:8080/TCP
expect ${namespace}/app-1-0 cannot reach ${namespace}/app-2-0:9090/TCP
trace  ${namespace}/app-0-0 -> service ${namespace}/app-0:80/TCP`;

/** A cluster of so many nodes with thirty Pods each, and a trace for each two Pods, by their numbers. */
export const growingCluster = (
  nodes: number,
  questions: readonly (readonly [number, number])[],
) => `network lan { cidr 172.16.0.0/16  gateway 172.16.0.1 }
cluster big {
  podCIDR 10.0.0.0/8
  serviceCIDR 192.168.0.0/16
  maxPods 110
  cni flannel { backend vxlan }
  kubeProxy ipvs
  nodes w ${nodes} { in lan }
  namespace default {
    deployment web { replicas ${nodes * 30}  labels app=web  port http 8080/TCP }
    service web { selector app=web  port 80/TCP -> http }
  }
}
${questions.map(([from, to]) => `trace default/web-${from} -> default/web-${to}:8080/TCP`).join('\n')}
`;
