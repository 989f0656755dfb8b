import { type Address, familyOf } from '../address/address.ts';
import { vpcOfCluster } from '../cloud/load-balancers/places.ts';
import type { HttpRequest } from '../linux/packet.ts';
import { balancersOf, controllerService, isModelled } from '../machines/balancers.ts';
import type { Network } from '../machines/network.ts';
import { indexById } from '../topology/by-id.ts';
import type { Cluster } from '../topology/cluster.ts';
import type { Ingress, Service } from '../topology/workload.ts';
import type { Entrance, Parties, Party } from './parties.ts';

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
export function ingressParties(network: Network, ingress: Ingress, url: string | undefined): Parties {
  const asked = requestOf(ingress, url);
  if (!asked) return { insufficient: `"${url}" is no URL of http or https` };
  const cluster = indexById(network.topology).clusters.get(ingress.cluster)!;
  return ingress.class === 'alb'
    ? albParties(network, cluster, ingress, asked)
    : nginxParties(network, cluster, ingress, asked);
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

function party(ingress: Ingress, addresses: readonly Address[], asked: Asked, port = portOf(asked)): Party {
  const label = `ingress ${ingress.namespace}/${ingress.name}`;
  const member = { id: `ingress ${ingress.id}`, label, addresses, spread: true };
  return { members: [member], ports: [{ protocol: 'TCP', port }], request: asked.request };
}

function albParties({ topology }: Network, cluster: Cluster, ingress: Ingress, asked: Asked): Parties {
  const own = balancersOf(topology).of(ingress);
  if (own.length > 0)
    return [
      party(
        ingress,
        own.map((one) => one.address),
        asked,
      ),
    ];
  const vpc = vpcOfCluster(topology, cluster)?.vpc;
  const where = vpc
    ? `in VPC ${vpc.name} there is no subnet for it`
    : `the nodes of cluster ${cluster.name} are in no VPC`;
  return { insufficient: `the ALB of ingress ${ingress.namespace}/${ingress.name} is nowhere: ${where}` };
}

function nginxParties(network: Network, cluster: Cluster, ingress: Ingress, asked: Asked): Parties {
  if (ingress.class !== 'nginx') return { insufficient: `ingress class ${ingress.class} is not modelled yet` };
  const service = controllerService(cluster);
  if (!service) return { insufficient: 'the cluster has no Service of the ingress controller' };
  const entrance = entranceOf(network, cluster, service);
  if (entrance?.undecided !== undefined) return { insufficient: entrance.undecided };
  if (entrance && entrance.addresses.length > 0) return [party(ingress, entrance.addresses, asked)];
  return nodePorts(network, cluster, service, ingress, asked);
}

/** Without a load balancer clients have to name the node port: knet does it for them. */
function nodePorts(network: Network, cluster: Cluster, service: Service, ingress: Ingress, asked: Asked): Parties {
  const allocation = network.allocate(cluster);
  const index = service.ports.findIndex(({ port }) => port === portOf(asked));
  const nodePort = asked.port ?? allocation.nodePort(service, index);
  if (nodePort === undefined) return { insufficient: 'the ingress controller has no node port for it' };
  const nodes = cluster.nodes.map((node) => allocation.nodeAddresses(node).find((one) => familyOf(one) === 4));
  const own = party(
    ingress,
    nodes.flatMap((one) => one ?? []),
    asked,
    nodePort,
  );
  const published = cluster.nodes.flatMap((node) => node.publicAddresses.map(({ value }) => value));
  return [{ ...own, members: own.members.map((member) => ({ ...member, published })) }];
}
