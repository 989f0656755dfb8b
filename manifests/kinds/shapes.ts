/** The types of the API that are no list and no mapping. */
export type ScalarShape =
  | 'text'
  | 'flag'
  | 'integer'
  | 'portNumber'
  | 'portOrZero'
  | 'portOrName'
  | 'portOrText'
  | 'portName'
  | 'labelKey'
  | 'labelValue'
  | 'protocol'
  | 'serviceType'
  | 'trafficPolicy'
  | 'affinity';

/** The type of a value in the API: a scalar, a list of one type, labels, or a mapping of which only these fields matter. */
export type Shape = ScalarShape | 'labels' | readonly [Shape] | { readonly [field: string]: Shape };

const METADATA = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  labels: 'labels',
  ownerReferences: [{ kind: 'text', name: 'text', controller: 'flag' }],
} as const satisfies Shape;

const CONTAINER = {
  name: 'text',
  ports: [{ name: 'portName', containerPort: 'portNumber', hostPort: 'portOrZero', protocol: 'protocol' }],
  restartPolicy: 'text',
} as const satisfies Shape;

const POD_SPEC = {
  containers: [CONTAINER],
  initContainers: [CONTAINER],
  hostNetwork: 'flag',
  nodeName: 'text',
} as const;

const TEMPLATE = { metadata: { labels: 'labels' }, spec: POD_SPEC } as const;

const JOB = { spec: { parallelism: 'integer', template: TEMPLATE } } as const;

const CONTROLLER = { spec: { replicas: 'integer', serviceName: 'text', template: TEMPLATE } } as const;

const SELECTOR = {
  matchLabels: 'labels',
  matchExpressions: [{ key: 'labelKey', operator: 'text', values: ['labelValue'] }],
} as const satisfies Shape;

const PEER = {
  podSelector: SELECTOR,
  namespaceSelector: SELECTOR,
  ipBlock: { cidr: 'text', except: ['text'] },
} as const;

// A name that no port can have matches none, which is told where it is looked for: it need not break the policy.
const PORTS = [{ port: 'portOrText', protocol: 'protocol', endPort: 'portNumber' }] as const;

const NETWORK_POLICY = {
  spec: {
    podSelector: SELECTOR,
    policyTypes: ['text'],
    ingress: [{ from: [PEER], ports: PORTS }],
    egress: [{ to: [PEER], ports: PORTS }],
  },
} as const satisfies Shape;

const SERVICE = {
  spec: {
    type: 'serviceType',
    clusterIP: 'text',
    clusterIPs: ['text'],
    selector: 'labels',
    ports: [
      {
        name: 'text',
        protocol: 'protocol',
        port: 'portNumber',
        targetPort: 'portOrName',
        nodePort: 'portOrZero',
      },
    ],
    externalIPs: ['text'],
    externalName: 'text',
    externalTrafficPolicy: 'trafficPolicy',
    internalTrafficPolicy: 'trafficPolicy',
    sessionAffinity: 'affinity',
    loadBalancerSourceRanges: ['text'],
    loadBalancerIP: 'text',
  },
} as const satisfies Shape;

const BACKEND = { service: { name: 'text', port: { name: 'text', number: 'portOrZero' } } } as const;

const INGRESS = {
  spec: {
    ingressClassName: 'text',
    defaultBackend: BACKEND,
    rules: [{ host: 'text', http: { paths: [{ path: 'text', pathType: 'text', backend: BACKEND }] } }],
    tls: [{ secretName: 'text' }],
  },
} as const satisfies Shape;

const ROUTE_BACKEND = { name: 'text', weight: 'integer' } as const;

/** What the API has of each kind, as far as it is read. */
const SHAPES: Readonly<Record<string, { readonly [field: string]: Shape }>> = {
  Namespace: {},
  Pod: { spec: POD_SPEC },
  ReplicationController: CONTROLLER,
  Deployment: CONTROLLER,
  ReplicaSet: CONTROLLER,
  DaemonSet: CONTROLLER,
  StatefulSet: CONTROLLER,
  Job: JOB,
  CronJob: { spec: { jobTemplate: JOB } },
  Service: SERVICE,
  Ingress: INGRESS,
  Route: {
    spec: {
      host: 'text',
      path: 'text',
      to: ROUTE_BACKEND,
      alternateBackends: [ROUTE_BACKEND],
    },
  },
  NetworkPolicy: NETWORK_POLICY,
};

/** The type of an object of a kind; of kinds that are not named the head alone. */
export const shapeOf = (kind: string): { readonly [field: string]: Shape } => ({
  ...(Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : {}),
  metadata: METADATA,
});
