import { type Address, firstIPv4 } from '../address/address.ts';
import { vpcOfCluster } from '../cloud/load-balancers/places.ts';
import { controllerService } from '../kubernetes/ingress/controller.ts';
import type { HttpRequest } from '../linux/packet.ts';
import { indexById } from '../topology/by-id.ts';
import type { Cluster } from '../topology/cluster.ts';
import type { Ingress, Service } from '../topology/workload.ts';
import { balancersOf, isModelled } from './balancers.ts';
import type { Network } from './network.ts';

/** A load balancer in front of a Service. */
export interface Entrance {
  /** Id of the cluster inside which it is not needed. */
  readonly cluster: string;
  readonly addresses: readonly Address[];
  /** Why there is no address. */
  readonly missing?: string;
  /** Why it is not known what becomes of a packet. */
  readonly undecided?: string;
}

/** Where requests for an ingress are sent, and what is asked for there. */
export interface IngressEntrance {
  /** Each is as good as the others. */
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly request: HttpRequest;
  /** Those by which the Internet knows it, where it knows others. */
  readonly published?: readonly Address[];
}

type Unknown = { readonly insufficient: string };

/** How those get to a Service who know nothing of its ClusterIP: by its load balancer. */
export function entranceOf({ topology }: Network, cluster: Cluster, service: Service): Entrance | undefined {
  if (service.type !== 'LoadBalancer') return undefined;
  const addresses = balancersOf(topology)
    .of(service)
    .map((one) => one.address);
  if (addresses.length > 0) return { cluster: cluster.id, addresses };
  const vpc = vpcOfCluster(topology, cluster)?.vpc;
  const who = `the load balancer of service ${service.namespace}/${service.name}`;
  if (vpc && !isModelled(vpc)) {
    return { cluster: cluster.id, addresses, undecided: `how ${who} delivers on ${vpc.provider} is not modelled yet` };
  }
  const missing = vpc
    ? `${who} has no subnet`
    : `${who} has no address: the nodes are in no VPC (EXTERNAL-IP <pending>)`;
  return { cluster: cluster.id, addresses, missing };
}

/** An ingress by a URL: the controller's load balancer, or the nodes' ports where it has none; an ALB's own addresses. */
export function ingressEntrance(
  network: Network,
  ingress: Ingress,
  url: string | undefined,
): IngressEntrance | { readonly insufficient: string } {
  const asked = requestOf(ingress, url);
  if (!asked) return { insufficient: `"${url}" is no URL of http or https` };
  const cluster = indexById(network.topology).clusters.get(ingress.cluster)!;
  return ingress.class === 'alb'
    ? ofBalancer(network, cluster, ingress, asked)
    : ofController(network, cluster, ingress, asked);
}

interface Asked {
  readonly request: HttpRequest;
  readonly port?: number;
}

/** Without a URL the first rule's own. */
function requestOf({ rules, certificates }: Ingress, url: string | undefined): Asked | undefined {
  const [first] = rules;
  const scheme = certificates.length > 0 ? 'https' : 'http';
  const text = url ?? `${scheme}://${first?.host ?? 'localhost'}${first?.path.replace(/\*$/, '') ?? '/'}`;
  const found = /^(https?):\/\/([^/:?#]+)(?::(\d+))?(\/[^?#]*)?/i.exec(text);
  if (!found) return undefined;
  const [, said = '', host = '', port, path = '/'] = found;
  const request = { scheme: said.toLowerCase() as HttpRequest['scheme'], host: host.toLowerCase(), path };
  return port === undefined ? { request } : { request, port: Number(port) };
}

function portOf({ request, port }: Asked): number {
  return port ?? (request.scheme === 'https' ? 443 : 80);
}

function entrance(addresses: readonly Address[], asked: Asked, port = portOf(asked)): IngressEntrance {
  return { addresses, port, request: asked.request };
}

function ofBalancer(
  { topology }: Network,
  cluster: Cluster,
  ingress: Ingress,
  asked: Asked,
): IngressEntrance | Unknown {
  const own = balancersOf(topology).of(ingress);
  if (own.length > 0) {
    return entrance(
      own.map((one) => one.address),
      asked,
    );
  }
  const vpc = vpcOfCluster(topology, cluster)?.vpc;
  const where = vpc
    ? `in VPC ${vpc.name} there is no subnet for it`
    : `the nodes of cluster ${cluster.name} are in no VPC`;
  return { insufficient: `the ALB of ingress ${ingress.namespace}/${ingress.name} is nowhere: ${where}` };
}

function ofController(network: Network, cluster: Cluster, ingress: Ingress, asked: Asked): IngressEntrance | Unknown {
  if (ingress.class !== 'nginx') return { insufficient: `ingress class ${ingress.class} is not modelled yet` };
  const service = controllerService(cluster);
  if (!service) return { insufficient: 'the cluster has no Service of the ingress controller' };
  const balanced = entranceOf(network, cluster, service);
  if (balanced?.undecided !== undefined) return { insufficient: balanced.undecided };
  if (balanced && balanced.addresses.length > 0) return entrance(balanced.addresses, asked);
  return nodePorts(network, cluster, service, asked);
}

/** Without a load balancer clients have to name the node port: knet does it for them. */
function nodePorts(network: Network, cluster: Cluster, service: Service, asked: Asked): IngressEntrance | Unknown {
  const allocation = network.allocate(cluster);
  const index = service.ports.findIndex(({ port }) => port === portOf(asked));
  const nodePort = asked.port ?? allocation.nodePort(service, index);
  if (nodePort === undefined) return { insufficient: 'the ingress controller has no node port for it' };
  const addresses = cluster.nodes.flatMap((node) => firstIPv4(allocation.nodeAddresses(node)) ?? []);
  const published = cluster.nodes.flatMap((node) => node.publicAddresses.map(({ value }) => value));
  return { ...entrance(addresses, asked, nodePort), published };
}
