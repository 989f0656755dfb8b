import { withClient } from '../support/lsp.ts';
import { expectHover } from '../support/lsp-expect.ts';

/** A cluster of two nodes and two pods on one network; `more` stands in its namespace. */
export const network = (more: string) => `network lan { cidr 192.168.7.0/24  gateway 192.168.7.254 }
cluster c {
  podCIDR 10.244.0.0/16
  cni flannel { backend vxlan }
  node n1 { in lan  ip 192.168.7.11 }
  node n2 { in lan  ip 192.168.7.12 }
  namespace default {
    pod a { on n1 }
    pod b { on n2  labels app=web tier=fe  port http 80/TCP }
    ${more}
  }
}
`;

/** The hover at the cursor of a text, in a server of its own, holds these pieces in this order. */
export const hovers = (marked: string, ...pieces: string[]) =>
  withClient({}, async (client) => void (await expectHover(client, marked, ...pieces)));
