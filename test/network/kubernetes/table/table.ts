/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { formatAddress } from '../../../../network/address/address.ts';
import { address } from '../../../../network/address/parse.ts';
import { balancersOf } from '../../../../network/machines/balancers.ts';
import type { Network } from '../../../../network/machines/network.ts';
import type { TracePath } from '../../../../network/trace/result.ts';
import { trace } from '../../../../network/trace/trace.ts';
import { topologyOf } from '../../../support/examples.ts';
import { networkOf } from '../../../support/models.ts';
import { MODES, type Mode } from '../cases.ts';

/** Which questions of a mode's table a kernel has answered as the traces do; test/lab/services.test.ts holds it to that. */
export type Verified = Partial<Record<Mode, readonly boolean[]>>;

const RECORD = new URL('verified.json', import.meta.url);
const recorded = () => JSON.parse(readFileSync(RECORD, 'utf8')) as Verified;

/** Who asks: a pod, a node, another host of the VPC, somebody on the Internet. */
const SOURCES = [
  ['pod', 'default/client'],
  ['node', 'n1'],
  ['ECS', 'ecs'],
  ['Internet', 'internet'],
] as const;

/** What is asked for, by those that can name it; `internet` where they have to use another address. */
const DESTINATIONS: readonly (readonly [name: string, inside: string, internet?: string])[] = [
  ['ClusterIP', '10.96.0.20:80'],
  ['headless', 'service default/head:8080'],
  ['NodePort, `Cluster`', 'n3:30080', '198.51.100.13:30080'],
  ['NodePort, `Local`, an endpoint on the node', 'n2:30081', '198.51.100.12:30081'],
  ['NodePort, `Local`, none on the node', 'n3:30081', '198.51.100.13:30081'],
  ['load balancer', 'LB:80'],
  ['no endpoints: ClusterIP', '10.96.0.25:80'],
  ['no endpoints: NodePort', 'n3:30085', '198.51.100.13:30085'],
];

/** Only a pod of the Service can ask for its own. */
const OWN = ['own Service', 'default/self -> 10.96.0.24:80'] as const;

const modelText = (mode: Mode, questions: readonly string[]) => `
  vpc main {
    provider alibaba
    cidr 172.16.0.0/16
    vSwitch nodes { cidr 172.16.0.0/24  zone z-a  public }
    internetGateway igw
  }
  host ecs { in main/nodes  ip 172.16.0.50  publicIP 198.51.100.50 }
  cluster c {
    podCIDR 10.244.0.0/16
    serviceCIDR 10.96.0.0/12
    cni flannel { backend vxlan }
    kubeProxy ${mode}
    node n1 { in main/nodes  ip 172.16.0.11  publicIP 198.51.100.11 }
    node n2 { in main/nodes  ip 172.16.0.12  publicIP 198.51.100.12 }
    node n3 { in main/nodes  ip 172.16.0.13  publicIP 198.51.100.13 }
    namespace default {
      pod client { on n1 }
      pod w1   { on n1  labels app=web   port http 8080/TCP }
      pod w2   { on n2  labels app=web   port http 8080/TCP }
      pod self { on n1  labels app=self  port 8080/TCP }
      service web   { type NodePort  clusterIP 10.96.0.20  selector app=web   port 80/TCP -> http  nodePort 30080 }
      service local { type NodePort  clusterIP 10.96.0.21  selector app=web   port 80/TCP -> http  nodePort 30081  externalTrafficPolicy Local }
      service lb    { type LoadBalancer  clusterIP 10.96.0.22  selector app=web  port 80/TCP -> http  nodePort 30082 }
      service self  { clusterIP 10.96.0.24  selector app=self  port 80/TCP -> 8080 }
      service none  { type NodePort  clusterIP 10.96.0.25  selector app=none  port 80/TCP  nodePort 30085 }
      service head  { clusterIP None  selector app=web  port http 8080/TCP }
    }
  }
  ${questions.map((question) => `trace ${question}`).join('\n')}`;

export interface Row {
  readonly name: string;
  /** By source; undefined: nobody can ask that. */
  readonly cells: readonly (string | undefined)[];
}

/** The model with every question of the table, row by row; the last one is about the own Service. */
export async function tableText(mode: Mode): Promise<string> {
  const balancer = await balancerAddress(mode);
  const asked = DESTINATIONS.flatMap(([, inside, internet]) =>
    SOURCES.map(([name, source]) => {
      const to = name === 'Internet' && internet ? internet : inside;
      return `${source} -> ${to.replace('LB:', `${balancer}:`)}`;
    }),
  );
  return modelText(mode, [...asked, OWN[1]]);
}

/** What becomes of each source's packet, for each kind of Service. */
async function tableOf(mode: Mode): Promise<readonly Row[]> {
  const network = await networkOf(await tableText(mode));
  const verified = recorded()[mode];
  const cells = network.topology.traces.map((question, index) => {
    const text = cellOf(network, trace(network, question).paths);
    return verified?.[index] ? `${text} ✓` : text;
  });
  const rows = DESTINATIONS.map(([name], i): Row => {
    return { name, cells: SOURCES.map((_, j) => cells[i * SOURCES.length + j]) };
  });
  return [...rows, { name: OWN[0], cells: [cells.at(-1), undefined, undefined, undefined] }];
}

/** The address that the cloud gives the one load balancer of the model. */
async function balancerAddress(mode: Mode): Promise<string> {
  const topology = await topologyOf(modelText(mode, []));
  const [balancer] = balancersOf(topology).all;
  return formatAddress(balancer!.address);
}

/** Paths that say the same are one; sources of one endpoint stand in one breath. */
function cellOf(network: Network, paths: readonly TracePath[]): string {
  const ends = paths.map((path) => wordsOf(network, path));
  const died = ends.flatMap(({ died }) => died ?? []);
  const byEndpoint = grouped(
    ends.flatMap(({ endpoint, seen }) => (endpoint && seen ? [[endpoint, seen] as const] : [])),
  );
  const bySources = grouped([...byEndpoint].map(([endpoint, seen]) => [seen.join(' or '), endpoint] as const));
  const arrived = [...bySources].map(([seen, endpoints]) => `${endpoints.join(' or ')}, sees ${seen}`);
  return [...arrived, ...new Set(died)].join('; ');
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key) ?? [];
    if (!group.includes(value)) group.push(value);
    groups.set(key, group);
  }
  return groups;
}

interface Words {
  readonly endpoint?: string;
  readonly seen?: string;
  readonly died?: string;
}

function wordsOf(network: Network, path: TracePath): Words {
  const { disposition, forward, error } = path;
  const last = forward.at(-1)?.steps.at(-1);
  if (last?.type !== 'deliver' || !last.frame) {
    return { died: `\`${disposition}\`${error && error.length > 0 ? ', refused' : ''}` };
  }
  const [first] = forward[0]?.steps ?? [];
  const sent = first?.type === 'originate' ? first.frame?.source : undefined;
  const { source } = last.frame;
  const seen = source === sent ? 'the client' : ownerOf(network, source);
  const lost = disposition === 'DELIVERED' ? '' : ` (\`${disposition}\`)`;
  return { endpoint: forward.at(-1)!.namespace.replace('default/', ''), seen: `${seen}${lost}` };
}

function ownerOf(network: Network, text: string): string {
  const has = ({ id }: { readonly id: string }) =>
    [...(network.namespace(`node:${id}`)?.devices.values() ?? [])].some(
      ({ kind, addresses }) => kind !== 'dummy' && addresses.some((own) => own.address === address(text)),
    );
  const node = network.topology.clusters[0]!.nodes.find(has);
  return node ? `node ${node.name}` : text;
}

export async function pageText(): Promise<string> {
  const tables = await Promise.all(MODES.map(async (mode) => [mode, await tableOf(mode)] as const));
  const head = ['asked for', ...SOURCES.map(([name]) => name)];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const sections = tables.flatMap(([mode, rows]) => [
    `## ${mode}`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(({ name, cells }) => line([name, ...cells.map((cell) => cell ?? '–')])),
    '',
  ]);
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Services, as each mode of kube-proxy brings them about

<!-- Written by \`npm run services\` from the traces of test/network/kubernetes/table; a test holds it to them. -->

Two Pods of the Service, \`w1\` on node n1 and \`w2\` on n2; the client Pod is on n1 as well, and node ports are asked for at n3 (\`Local\` with an
endpoint: at n2). ECS is another host of the VPC, the Internet reaches nodes by their public addresses. The network is flannel's
\`vxlan\` with masquerading in a VPC of Alibaba Cloud; kube-proxy is that of Kubernetes 1.30, \`userspace\` that of 1.25.

A cell says which Pod takes the packet and whose address it sees, or where the packet ends: \`refused\` when somebody tells the sender so,
else in silence. ✓: a Linux kernel does the same, packet by packet and for every choice of an endpoint, as
\`knet lab verify\` has seen ([lab.md](lab.md)); a lab has no virtual servers of IPVS and no process of \`userspace\`. How the modes write this down: \`knet show FILE NODE iptables\`, \`ipvs\`, \`ipset\`, \`nftables\`.
`;
