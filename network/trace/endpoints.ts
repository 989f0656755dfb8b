import { hostKey, nodeKey } from '../machines/keys.ts';
import type { Network } from '../machines/network.ts';
import { indexById } from '../topology/by-id.ts';
import type { Endpoint } from '../topology/question.ts';
import { internet, ofAddress, ofSegment } from './ends/addresses.ts';
import { machineParty, ofContainer } from './ends/machines.ts';
import { ofPod, ofWorkloads } from './ends/pods.ts';
import { ofIngress, ofService } from './ends/services.ts';
import { insufficient, missing } from './ends/unknown.ts';
import type { Parties } from './parties.ts';

/** What an end of a question stands for. */
export function partiesOf(network: Network, endpoint: Endpoint): Parties {
  const index = indexById(network.topology);
  switch (endpoint.kind) {
    case 'workload':
      return ofWorkloads(network, [index.workloads.get(endpoint.id)]);
    case 'pod':
      return ofPod(network, index.workloads.get(endpoint.workload), endpoint.index);
    case 'namespace':
      return ofWorkloads(network, index.namespaces.get(endpoint.id)?.workloads ?? []);
    case 'node': {
      const node = index.nodes.get(endpoint.id);
      return node ? [machineParty(network, node, nodeKey(node))] : missing(endpoint.id);
    }
    case 'host': {
      const host = index.hosts.get(endpoint.id);
      return host ? [machineParty(network, host, hostKey(host))] : missing(endpoint.id);
    }
    case 'service':
      return ofService(network, index.services.get(endpoint.id));
    case 'segment':
      return ofSegment(network, index.segments.get(endpoint.id));
    case 'address':
      return [ofAddress(network, endpoint.address)];
    case 'localhost':
      return insufficient('localhost is nobody outside the machine that says it');
    case 'container':
      return ofContainer(network, endpoint.id);
    case 'ingress':
      return ofIngress(network, index.ingresses.get(endpoint.id), endpoint.url);
    case 'internet':
      return [internet(network)];
    case 'name':
      return insufficient(`"${endpoint.name}" is looked up by who sends to it, and says nothing of who sends`);
    case 'unresolved':
      return insufficient(`"${endpoint.text}" ${endpoint.reason}`);
  }
}
