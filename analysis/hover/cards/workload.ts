import { formatAddress } from '../../../network/address/address.ts';
import type { Allocation, Placement } from '../../../network/topology/allocation.ts';
import type { Cluster } from '../../../network/topology/cluster.ts';
import type { Topology } from '../../../network/topology/topology.ts';
import type { ContainerPort, Service, ServicePort, Workload } from '../../../network/topology/workload.ts';
import { addresses, code, count, heading, labelsWords, line, list, selectorWords } from '../lines.ts';
import { endpointWords, stateWords } from './endpoints.ts';
import { balancerWords } from './ingress.ts';

/** A workload: its pods with nodes and addresses, its labels and ports. */
export function workloadCard(workload: Workload, allocation: Allocation): string[] {
  const pods = allocation.pods(workload);
  return [
    heading(workload.kind.toLowerCase(), `${workload.namespace}/${workload.name}`, `cluster ${code(workload.cluster)}`),
    ...(pods.length === 1
      ? onePod(pods[0]!)
      : line('pods', `${count(pods.length, 'pod')}: ${list(pods.map(podWords))}`)),
    ...line('hostNetwork', workload.hostNetwork && "yes: it has its node's addresses"),
    ...line('labels', labelsWords(workload.labels)),
    ...line('listens on', list(workload.ports.map(containerPortWords))),
    ...line('added by knet', workload.implicit && 'every cluster has it'),
  ];
}

function onePod(pod: Placement): string[] {
  return [...line('node', code(pod.node.name)), ...line('address', addresses(pod.addresses))];
}

const podWords = (pod: Placement) =>
  `${code(pod.label)} ${pod.addresses.map(formatAddress).join(' ')} on ${code(pod.node.name)}`;

function containerPortWords({ name, port, protocol, hostPort }: ContainerPort): string {
  return code(`${name ? `${name} ` : ''}${port}/${protocol}${hostPort ? ` hostPort ${hostPort.value}` : ''}`);
}

/** A Service: its addresses and ports, where they lead, and the state that brings it about. */
export function serviceCard(service: Service, cluster: Cluster, allocation: Allocation, topology: Topology): string[] {
  const clusterIP = addresses(allocation.clusterIPs(service));
  const written = service.clusterIPs.length > 0;
  return [
    heading('service', `${service.namespace}/${service.name}`, `cluster ${code(service.cluster)}`),
    ...line('type', service.type),
    ...line(
      'clusterIP',
      service.headless ? 'None (headless)' : clusterIP && `${clusterIP}${written ? '' : ' (allocated)'}`,
    ),
    ...line('externalName', service.externalName && code(service.externalName.value)),
    ...line('externalIPs', addresses(service.externalIPs.map(({ value }) => value))),
    ...line('load balancer', balancerWords(service, cluster, allocation, topology)),
    ...line('ports', list(service.ports.map((port, index) => portLine(port, allocation.nodePort(service, index))))),
    ...line('selector', service.selector && (selectorWords(service.selector) || 'every pod of the namespace')),
    ...line('endpoints', endpointWords(service, cluster, allocation)),
    ...line(...stateWords(service, cluster, allocation)),
    ...line('externalTrafficPolicy', service.externalTrafficPolicy === 'Local' && 'Local'),
    ...line('sessionAffinity', service.sessionAffinity === 'ClientIP' && 'ClientIP'),
  ];
}

function portLine({ name, port, protocol, targetPort }: ServicePort, nodePort: number | undefined): string {
  const target = targetPort === port ? '' : ` -> ${targetPort}`;
  return code(
    `${name ? `${name} ` : ''}${port}/${protocol}${target}${nodePort === undefined ? '' : ` nodePort ${nodePort}`}`,
  );
}
