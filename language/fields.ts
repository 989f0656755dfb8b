/**
 * What the words behind a keyword may be. The grammar reads them loosely; this table says what they have to look like, for
 * lowering, for the message when they do not, and for completion.
 */
export type ValueKind =
  | {
      readonly kind:
        | 'prefix'
        | 'address'
        | 'addresses'
        | 'prefixes'
        | 'mac'
        | 'word'
        | 'flag'
        | 'range'
        | 'labels'
        | 'strings'
        | 'pair';
    }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'one-of' | 'some-of'; readonly values: readonly string[] };

const number = (min: number, max: number): ValueKind => ({ kind: 'number', min, max });
const oneOf = (...values: string[]): ValueKind => ({ kind: 'one-of', values });

const PREFIXES: ValueKind = { kind: 'prefixes' };
const ADDRESSES: ValueKind = { kind: 'addresses' };
const FLAG: ValueKind = { kind: 'flag' };
const WORD: ValueKind = { kind: 'word' };
const MTU = number(68, 65535);
const AS_NUMBER = number(0, 4294967295);
const TRAFFIC_POLICY = oneOf('Cluster', 'Local');
const POOL_MODE = oneOf('Never', 'Always', 'CrossSubnet');

export const CNI_KINDS = ['flannel', 'calico', 'weave', 'terway', 'aws-vpc', 'none'] as const;
export const KUBE_PROXY_MODES = ['iptables', 'ipvs', 'nftables', 'userspace'] as const;
export const DNS_IMPLEMENTATIONS = ['coredns', 'kube-dns'] as const;
export const BACKENDS = ['vxlan', 'host-gw', 'udp', 'alivpc'] as const;
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** By block (the grammar's rule) and keyword. A keyword that means the same everywhere stands under `*`. */
const VALUES: Readonly<Record<string, Readonly<Record<string, ValueKind>>>> = {
  '*': {
    cidr: PREFIXES,
    gateway: ADDRESSES,
    ip: ADDRESSES,
    publicIP: ADDRESSES,
    podCIDR: PREFIXES,
    serviceCIDR: PREFIXES,
    missing: PREFIXES,
    ipBlock: PREFIXES,
    blockAffinity: PREFIXES,
    externalIPs: ADDRESSES,
    loadBalancerIP: { kind: 'address' },
    loadBalancerSourceRanges: PREFIXES,
    endpoints: ADDRESSES,
    clusterIP: ADDRESSES,
    peerIP: { kind: 'address' },
    mac: { kind: 'mac' },
    vtepMAC: { kind: 'mac' },
    mtu: MTU,
    VNI: number(0, 16777215),
    Port: number(1, 65535),
    replicas: number(0, 1_000_000),
    maxPods: number(1, 1_000_000),
    maxENIs: number(1, 1000),
    addressesPerENI: number(1, 1000),
    nodeCIDRMaskSize: number(0, 128),
    blockSize: number(20, 128),
    asNumber: AS_NUMBER,
    serviceNodePortRange: { kind: 'range' },
    clusterDomain: WORD,
    zone: WORD,
    iface: WORD,
    parent: WORD,
    instanceType: WORD,
    routeReflectorClusterID: WORD,
    externalName: WORD,
    certificate: WORD,
    quota: { kind: 'pair' },
    sysctl: { kind: 'pair' },
    labels: { kind: 'labels' },
    manifests: { kind: 'strings' },
    bgp: oneOf('stopped'),
    public: FLAG,
    down: FLAG,
    stopped: FLAG,
    sourceDestCheck: FLAG,
    ipMasq: FLAG,
    hairpinMode: FLAG,
    externalSNAT: FLAG,
    enableNetworkPolicy: FLAG,
    enablePrefixDelegation: FLAG,
    DirectRouting: FLAG,
    natOutgoing: FLAG,
    disabled: FLAG,
    nodeToNodeMeshEnabled: FLAG,
    hostNetwork: FLAG,
    provider: oneOf('alibaba', 'aws', 'gcp', 'azure', 'none'),
    scheduler: oneOf('rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'sh', 'dh', 'sed', 'nq', 'mh'),
    mode: oneOf('fastdp', 'sleeve', 'vpc', 'eni', 'eniip'),
    ipipMode: POOL_MODE,
    vxlanMode: POOL_MODE,
    type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    externalTrafficPolicy: TRAFFIC_POLICY,
    internalTrafficPolicy: TRAFFIC_POLICY,
    sessionAffinity: oneOf('None', 'ClientIP'),
    class: oneOf('nginx', 'alb'),
    scheme: oneOf('internal', 'internet-facing'),
    targetType: oneOf('instance', 'ip'),
    policyTypes: { kind: 'some-of', values: ['Ingress', 'Egress'] },
  },
};

/** What the values of that keyword in that kind of block are; undefined for fields of another shape (ports, references). */
export function valueKindOf(block: string, keyword: string): ValueKind | undefined {
  return VALUES[block]?.[keyword] ?? VALUES['*']![keyword];
}

/** Fields that only some network plugins have; all others stand in every `cni` block. */
const CNI_FIELDS: Readonly<Record<string, readonly string[]>> = {
  flannel: ['backend', 'iface', 'mtu', 'ipMasq', 'hairpinMode'],
  calico: ['ipPool', 'bgpConfiguration', 'bgpPeer', 'mtu'],
  weave: ['mode', 'mtu'],
  terway: ['mode', 'podVSwitches', 'securityGroup'],
  'aws-vpc': ['externalSNAT', 'enableNetworkPolicy', 'enablePrefixDelegation'],
  none: [],
};

/** Keywords that a `cni` block of that kind may have; undefined for a kind that is not known. */
export const cniFields = (kind: string | undefined): readonly string[] | undefined =>
  kind === undefined ? undefined : CNI_FIELDS[kind];

const CNI_MODES: Readonly<Record<string, readonly string[]>> = {
  weave: ['fastdp', 'sleeve'],
  terway: ['vpc', 'eni', 'eniip'],
};

/** Values of `mode` in a `cni` block of that kind. */
export const cniModes = (kind: string | undefined): readonly string[] => CNI_MODES[kind ?? ''] ?? [];

/** Keywords behind which one of a few words follows. */
export const CHOICE_FIELDS: readonly string[] = Object.entries(VALUES['*']!)
  .filter(([, kind]) => 'values' in kind)
  .map(([keyword]) => keyword);

/** Words that stand for a choice somewhere: never taken for a misspelt keyword. */
export const CHOICES: ReadonlySet<string> = new Set([
  ...Object.values(VALUES).flatMap((table) =>
    Object.values(table).flatMap((one) => ('values' in one ? one.values : [])),
  ),
  ...CNI_KINDS,
  ...KUBE_PROXY_MODES,
  ...DNS_IMPLEMENTATIONS,
  ...BACKENDS,
]);
