const PODS_A_NODE = 10;
const REPLICAS = 5;

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** A `.knet` text with that many Pods on a tenth as many nodes, a Service for every other workload; always the same. */
export function clusterWith(pods: number): string {
  const workloads = range(pods / REPLICAS).map((i) => {
    const service = i % 2 === 0 ? `\n    service app-${i} { selector app=app-${i}  port 80/TCP -> 8080 }` : '';
    return `    deployment app-${i} { replicas ${REPLICAS}  labels app=app-${i}  port 8080/TCP }${service}`;
  });
  return `network lan { cidr 192.168.0.0/16  gateway 192.168.0.1 }
cluster c {
  podCIDR 10.0.0.0/8
  cni flannel { backend vxlan }
${range(pods / PODS_A_NODE)
  .map((n) => `  node n${n} { in lan }`)
  .join('\n')}
  namespace default {
    pod edited { on n0  port 80/TCP }
${workloads.join('\n')}
  }
}
`;
}
