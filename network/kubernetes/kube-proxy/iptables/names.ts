import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Endpoint, endpointText } from '../../services/endpoints.ts';
import type { ProxiedPort } from '../../services/service-ports.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

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
  const hash = shortHash(key);
  return {
    service: `KUBE-SVC-${hash}`,
    local: `KUBE-SVL-${hash}`,
    external: `KUBE-EXT-${hash}`,
    firewall: `KUBE-FW-${hash}`,
    endpoint: (endpoint) => `KUBE-SEP-${shortHash(key + endpointText(endpoint))}`,
  };
}

/** The first 16 characters of base32 (RFC 4648) of the SHA-256 of a text: 80 bits, ten bytes. */
function shortHash(text: string): string {
  const bits = [...sha256(utf8ToBytes(text)).slice(0, 10)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('');
}
