import { formatAddress } from '../../../address/address.ts';
import type { Endpoint } from '../../services/endpoints.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';
import { base32Hash } from '../hash.ts';

/** Names of the chains and sets that belong to one port of a Service. */
export interface NftNames {
  /** To the endpoints of the whole cluster. */
  readonly service: string;
  /** To those of this node. */
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
  endpoint(endpoint: Endpoint): string;
  affinity(endpoint: Endpoint): string;
}

/** What nftables allows a name, less the longest prefix. */
const LONGEST = 240;

/** `servicePortChainNameBase`: `ULMVA6XW-ns1/svc1/tcp/p80`; a port without a name leaves its place empty. */
export function nftNames({ service, port }: Pick<ProxiedPort, 'service' | 'port'>): NftNames {
  const own = `${service.namespace}/${service.name}/${port.protocol.toLowerCase()}/${port.name ?? ''}`;
  const base = hashed(own);
  const end = (endpoint: Endpoint) => hashed(`${own}__${addressText(endpoint)}/${endpoint.port}`);
  return {
    service: `service-${base}`,
    local: `local-${base}`,
    external: `external-${base}`,
    firewall: `firewall-${base}`,
    endpoint: (endpoint) => `endpoint-${end(endpoint)}`,
    affinity: (endpoint) => `affinity-${end(endpoint)}`,
  };
}

/** Colons may not stand in a name. */
function addressText({ address }: Endpoint): string {
  return formatAddress(address).replaceAll(':', '.');
}

/** `hashAndTruncate`. */
function hashed(name: string): string {
  const full = `${base32Hash(name, 8)}-${name}`;
  return full.length > LONGEST ? `${full.slice(0, LONGEST - 3)}...` : full;
}
