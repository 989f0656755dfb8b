import { cidrDocker0 } from './addresses/cidr-docker0.ts';
import { cidrPeer } from './addresses/cidr-peer.ts';
import { cidrPodOutsideVpc } from './addresses/cidr-pod-outside-vpc.ts';
import { cidrPodPod } from './addresses/cidr-pod-pod.ts';
import { cidrPodVpc } from './addresses/cidr-pod-vpc.ts';
import { cidrSvcMulti } from './addresses/cidr-svc-multi.ts';
import { cidrSvcOverlap } from './addresses/cidr-svc-overlap.ts';
import { cidrSyntax } from './addresses/cidr-syntax.ts';
import { dualstack } from './addresses/dualstack.ts';
import { ipDuplicate } from './addresses/ip-duplicate.ts';
import { ipOutside } from './addresses/ip-outside.ts';
import { ipReserved } from './addresses/ip-reserved.ts';
import { nodeCidrExhausted } from './addresses/node-cidr-exhausted.ts';
import { nodeMask } from './addresses/node-mask.ts';
import { nodePodsExhausted } from './addresses/node-pods-exhausted.ts';
import { subnetCapacity } from './addresses/subnet-capacity.ts';
import { subnetMask } from './addresses/subnet-mask.ts';
import { subnetOutside } from './addresses/subnet-outside.ts';
import { subnetOverlap } from './addresses/subnet-overlap.ts';
import { svcMask } from './addresses/svc-mask.ts';
import { terwayMask } from './addresses/terway-mask.ts';
import { terwayZone } from './addresses/terway-zone.ts';
import { vpcRange } from './addresses/vpc-range.ts';
import { backendDeprecated } from './datapath/backend-deprecated.ts';
import { backendL2 } from './datapath/backend-l2.ts';
import { bgpMesh } from './datapath/bgp-mesh.ts';
import { bgpNoReflector } from './datapath/bgp-no-reflector.ts';
import { egressNoNat } from './datapath/egress-no-nat.ts';
import { flannelIface } from './datapath/flannel-iface.ts';
import { hairpin } from './datapath/hairpin.ts';
import { k8sModel } from './datapath/k8s-model.ts';
import { mtuMixed } from './datapath/mtu-mixed.ts';
import { mtuOverlay } from './datapath/mtu-overlay.ts';
import { multiRouteTable } from './datapath/multi-route-table.ts';
import { routeQuota } from './datapath/route-quota.ts';
import { rpfStrict } from './datapath/rpf-strict.ts';
import { sgEncap } from './datapath/sg-encap.ts';
import { srcDstCheck } from './datapath/src-dst-check.ts';
import { underlayUnreachable } from './datapath/underlay-unreachable.ts';
import { vpcRouteMissing } from './datapath/vpc-route-missing.ts';
import type { Check } from './diagnostic.ts';
import { npDnsBlocked } from './policies/np-dns-blocked.ts';
import { npExceptOutside } from './policies/np-except-outside.ts';
import { npIpblockPod } from './policies/np-ipblock-pod.ts';
import { npIpblockSnat } from './policies/np-ipblock-snat.ts';
import { npNamedPort } from './policies/np-named-port.ts';
import { npNoMatch } from './policies/np-no-match.ts';
import { npOneSided } from './policies/np-one-sided.ts';
import { npServicePort } from './policies/np-service-port.ts';
import { npShadowed } from './policies/np-shadowed.ts';
import { npUnenforced } from './policies/np-unenforced.ts';
import { albSubnets } from './services/alb-subnets.ts';
import { apiRefused } from './services/api-refused.ts';
import { clusteripOutside } from './services/clusterip-outside.ts';
import { etpLocal } from './services/etp-local.ts';
import { externalIpNode } from './services/external-ip-node.ts';
import { hostportClash } from './services/hostport-clash.ts';
import { ingressRef } from './services/ingress-ref.ts';
import { ingressShadowed } from './services/ingress-shadowed.ts';
import { ipvsLocal } from './services/ipvs-local.ts';
import { lbNoBackend } from './services/lb-no-backend.ts';
import { nodeportDuplicate } from './services/nodeport-duplicate.ts';
import { nodeportRange } from './services/nodeport-range.ts';
import { svcIpRange } from './services/svc-ip-range.ts';
import { svcNoEndpoint } from './services/svc-no-endpoint.ts';
import { svcTargetPort } from './services/svc-target-port.ts';
import { duplicateName } from './statements/duplicate-name.ts';
import { expectFailed } from './statements/expect-failed.ts';
import { insufficientInfo } from './statements/insufficient-info.ts';
import { limit } from './statements/limit.ts';
import { traceNoEnd } from './statements/trace-no-end.ts';
import { unused } from './statements/unused.ts';

/** What a list of rules (SARIF, the index of the documentation, a setting) needs to know of each. */
export type Rule = Pick<Check, 'code' | 'severity' | 'summary'>;

/** What K8S-MODEL leaves to others: these know what is wrong, it knows that something is. */
const EXPLAINING: readonly Check[] = [
  cidrPodVpc,
  cidrPodOutsideVpc,
  cidrPodPod,
  cidrPeer,
  subnetOutside,
  ipOutside,
  ipDuplicate,
  subnetCapacity,
  terwayZone,
  nodeCidrExhausted,
  nodePodsExhausted,
  nodeMask,
  backendL2,
  vpcRouteMissing,
  multiRouteTable,
  bgpNoReflector,
  flannelIface,
  sgEncap,
  srcDstCheck,
  underlayUnreachable,
  externalIpNode,
];

/** The checks over a topology, in the order in which they run: cheap ones first. */
export const CHECKS: readonly Check[] = [
  duplicateName,
  cidrSyntax,
  cidrPodVpc,
  cidrPodOutsideVpc,
  cidrSvcOverlap,
  cidrPodPod,
  cidrPeer,
  cidrSvcMulti,
  cidrDocker0,
  vpcRange,
  subnetOutside,
  subnetOverlap,
  subnetMask,
  ipOutside,
  ipDuplicate,
  ipReserved,
  subnetCapacity,
  terwayZone,
  terwayMask,
  nodeCidrExhausted,
  nodePodsExhausted,
  nodeMask,
  svcMask,
  dualstack,
  backendL2,
  mtuOverlay,
  mtuMixed,
  routeQuota,
  vpcRouteMissing,
  multiRouteTable,
  flannelIface,
  sgEncap,
  srcDstCheck,
  bgpMesh,
  bgpNoReflector,
  backendDeprecated,
  apiRefused,
  svcNoEndpoint,
  svcTargetPort,
  svcIpRange,
  nodeportRange,
  nodeportDuplicate,
  hostportClash,
  etpLocal,
  ipvsLocal,
  externalIpNode,
  ingressRef,
  ingressShadowed,
  albSubnets,
  lbNoBackend,
  clusteripOutside,
  hairpin,
  npUnenforced,
  npNoMatch,
  npNamedPort,
  npServicePort,
  npDnsBlocked,
  npOneSided,
  npIpblockPod,
  npIpblockSnat,
  npExceptOutside,
  npShadowed,
  unused,
  limit,
  traceNoEnd,
  underlayUnreachable,
  rpfStrict,
  k8sModel(EXPLAINING),
  egressNoNat,
  expectFailed,
  insufficientInfo,
];

/** What the readers of `.knet` text and of YAML find by themselves, before there is a topology. */
const TEXT_RULES: readonly Rule[] = [
  { code: 'SYNTAX', severity: 'error', summary: 'The text cannot be read here' },
  { code: 'UNRESOLVED', severity: 'error', summary: 'A name that nothing in the model bears' },
  { code: 'UNKNOWN-FIELD', severity: 'error', summary: 'A field or a value that the declaration does not have' },
  {
    code: 'MANIFEST',
    severity: 'error',
    summary: 'A Kubernetes manifest cannot be read, or is one the API server refuses',
  },
  { code: 'IMPORT', severity: 'error', summary: 'An imported file is missing, cyclic or outside the workspace' },
];

/** Every code that a diagnostic of knet may have. */
export const RULES: readonly Rule[] = [...TEXT_RULES, ...CHECKS];
