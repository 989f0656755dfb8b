import type { Words } from './word.ts';

/** What runs in a cluster: namespaces, pods, Services, Ingresses and NetworkPolicies. */
export const WORKLOADS: Words = {
  namespace: {
    text: 'A namespace. It bears the label kubernetes.io/metadata.name with its name.',
    yaml: 'kind: Namespace',
  },
  pod: { text: 'One pod: a network namespace with an address of its own.', yaml: 'kind: Pod' },
  deployment: { text: 'Equal pods, as many as replicas says.', yaml: 'kind: Deployment' },
  statefulSet: { text: 'Equal pods with names that stay: db-0, db-1, …', yaml: 'kind: StatefulSet' },
  daemonSet: { text: 'One pod on every node.', yaml: 'kind: DaemonSet' },
  job: { text: 'Pods that run to an end.', yaml: 'kind: Job' },
  on: { text: 'The nodes that the pods are on.', default: 'the scheduler’s choice, in turn', yaml: 'spec.nodeName' },
  nodeName: { text: 'The node that the pod is on. The same as on.', yaml: 'spec.nodeName' },
  replicas: {
    text: 'How many pods there are.',
    default: '1',
    yaml: 'spec.replicas',
    in: { Dns: { text: 'How many pods of the DNS server there are.', default: '2', yaml: 'spec.replicas' } },
  },
  serviceName: { text: 'The headless Service that gives the pods their DNS names.', yaml: 'spec.serviceName' },
  hostNetwork: {
    text: 'The pods use their node’s network namespace and address.',
    default: 'false',
    yaml: 'spec.hostNetwork',
  },
  port: {
    text: 'A port that the pod listens on: port [name] 80/TCP. TCP when nothing is said.',
    yaml: 'spec.containers[].ports[]',
    in: {
      Service: {
        text: 'A port of the Service, and where on the pods it leads: port [name] 80/TCP -> target nodePort N.',
        yaml: 'spec.ports[]',
      },
      PolicyRule: {
        text: 'A port of the destination pods: a number, a range 8000..8999, a name, or a whole protocol. ICMP is in none.',
        default: 'every port',
        yaml: 'ports[]',
      },
      SecurityGroupRule: { text: 'A port, a range of ports or a protocol that is let through.', default: 'everything' },
    },
  },
  hostPort: {
    text: 'A port of the node that leads to this port of the pod.',
    default: 'none',
    yaml: 'ports[].hostPort',
  },
  service: { text: 'One address and name for the pods that the selector selects.', yaml: 'kind: Service' },
  type: {
    text: 'ClusterIP, NodePort, LoadBalancer or ExternalName: who can reach the Service.',
    default: 'ClusterIP',
    yaml: 'spec.type',
  },
  clusterIP: {
    text: 'The virtual address of the Service; None makes it headless: DNS answers with the pods’ addresses.',
    default: 'the next free one of serviceCIDR',
    yaml: 'spec.clusterIP',
    in: {
      Dns: { text: 'The address of the DNS Service.', default: 'the tenth of serviceCIDR', yaml: 'kubelet clusterDNS' },
    },
  },
  None: { text: 'The Service has no address of its own: it is headless.', yaml: 'clusterIP: None' },
  selector: { text: 'The labels of the pods behind the Service; all of them must hold.', yaml: 'spec.selector' },
  nodePort: {
    text: 'The port of every node that leads to the Service.',
    default: 'the next free one',
    yaml: 'spec.ports[].nodePort',
  },
  externalIPs: {
    text: 'Further addresses that nodes take for the Service.',
    default: 'none',
    yaml: 'spec.externalIPs',
  },
  externalName: { text: 'The DNS name that the Service stands for.', yaml: 'spec.externalName' },
  externalTrafficPolicy: {
    text: 'Cluster: any node forwards to any endpoint and hides the client. Local: only to its own endpoints, with the client’s address kept.',
    default: 'Cluster',
    yaml: 'spec.externalTrafficPolicy',
  },
  internalTrafficPolicy: {
    text: 'Local: inside the cluster only endpoints on the caller’s node are used.',
    default: 'Cluster',
    yaml: 'spec.internalTrafficPolicy',
  },
  sessionAffinity: {
    text: 'ClientIP: a client stays with its endpoint.',
    default: 'None',
    yaml: 'spec.sessionAffinity',
  },
  loadBalancerIP: {
    text: "The load balancer's address. One of a subnet of the VPC makes it an internal one.",
    default: 'a public address that the cloud hands out',
    yaml: 'spec.loadBalancerIP',
  },
  loadBalancerSourceRanges: {
    text: 'The clients that the load balancer lets in.',
    default: 'all',
    yaml: 'spec.loadBalancerSourceRanges',
  },
  endpoints: { text: 'Addresses behind a Service without a selector, kept by hand.', yaml: 'kind: EndpointSlice' },
  ingress: {
    text: 'Chooses a Service by host and path of an HTTP request.',
    yaml: 'kind: Ingress',
    in: {
      NetworkPolicy: { text: 'Lets these sources in; several rules add up.', yaml: 'spec.ingress[]' },
      SecurityGroup: { text: 'Lets this in.' },
      Trace: { text: 'An Ingress, as the end of the way.' },
      Expect: { text: 'An Ingress, as the end of the way.' },
    },
  },
  egress: {
    text: 'Lets the pods out to these destinations; several rules add up.',
    yaml: 'spec.egress[]',
    in: { SecurityGroup: { text: 'Lets this out.' } },
  },
  class: {
    text: 'The controller that serves it: nginx in the cluster, or a cloud’s alb.',
    default: 'nginx',
    yaml: 'spec.ingressClassName',
  },
  scheme: {
    text: 'internet-facing: the load balancer has a public address.',
    default: 'internal',
    yaml: 'alb.ingress.kubernetes.io/scheme',
  },
  targetType: {
    text: 'instance: the load balancer sends to node ports; ip: to the pods.',
    default: 'instance',
    yaml: 'alb.ingress.kubernetes.io/target-type',
  },
  certificate: {
    text: 'The certificate for HTTPS.',
    default: 'none: no HTTPS',
    yaml: 'alb.ingress.kubernetes.io/certificate-arn',
  },
  path: {
    text: 'Requests whose path begins so go to a Service: path /api -> web:80.',
    yaml: 'spec.rules[].http.paths[]',
  },
  networkPolicy: {
    text: 'Says who may talk to the pods that it selects. A pod that no policy of a direction selects is open in it.',
    yaml: 'kind: NetworkPolicy',
  },
  podSelector: {
    text: 'The pods of this namespace that the policy is for; {} means all.',
    default: '{}',
    yaml: 'spec.podSelector',
    in: {
      PolicyRule: {
        text: 'Pods with these labels. With a namespaceSelector in the same from both must hold; alone, in the policy’s own namespace.',
        yaml: 'from[].podSelector',
      },
    },
  },
  namespaceSelector: {
    text: 'All pods of the namespaces with these labels; {} means every namespace.',
    yaml: 'from[].namespaceSelector',
  },
  policyTypes: {
    text: 'The directions in which the selected pods are isolated.',
    default: 'Ingress, and Egress when there are egress rules',
    yaml: 'spec.policyTypes',
  },
  except: { text: 'Parts of the ipBlock that are left out.', yaml: 'from[].ipBlock.except' },
  from: {
    text: 'Who is let in. Selectors in one from must both hold; each further from is another way in.',
    default: 'anyone',
    yaml: 'ingress[].from[]',
    in: {
      Expect: { text: 'from source A: the address that the other end sees. from source node: that of the pod’s node.' },
    },
  },
  to: {
    text: 'Where to. Selectors in one to must both hold; each further to is another way out.',
    default: 'anywhere',
    yaml: 'egress[].to[]',
  },
};
