import { type Endpoint, endpointText } from '../../services/endpoints.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { base32Hash } from '../hash.ts';

/** Names of the chains that belong to one port of a Service. */
export interface ChainNames {
  /** To the endpoints of the whole cluster. */
  readonly service: string;
  /** To those of this node. */
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
  endpoint(endpoint: Endpoint): string;
}

/**
 * Sixteen characters of a hash, so that a name stays below the 28 that iptables allows; the port's name and its protocol
 * in lower case go into it without anything between (`portProtoHash`, `servicePortEndpointChainName`).
 */
export function chainNames({ name, port }: Pick<ProxiedPort, 'name' | 'port'>): ChainNames {
  const key = `${name}${port.protocol.toLowerCase()}`;
  const hash = base32Hash(key, 16);
  return {
    service: `KUBE-SVC-${hash}`,
    local: `KUBE-SVL-${hash}`,
    external: `KUBE-EXT-${hash}`,
    firewall: `KUBE-FW-${hash}`,
    endpoint: (endpoint) => `KUBE-SEP-${base32Hash(key + endpointText(endpoint), 16)}`,
  };
}
