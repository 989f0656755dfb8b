import { read } from '../../../docs/reader.ts';

/** Two networks with a router between them, and one by itself. */
export const NETWORKS = `network a { cidr 192.168.1.0/24  gateway 192.168.1.1 }
  network b { cidr 192.168.2.0/24  gateway 192.168.2.1 }
  router r { connects a b }
  network alone { cidr 192.168.3.0/24 }
`;

/** Codes and messages, without what is only information, of a cluster with these fields beside the networks. */
export async function found(fields: string, networks = NETWORKS): Promise<string[]> {
  const { problems } = await read(`${networks} cluster c { ${fields} }`);
  return problems.filter(({ severity }) => severity !== 'information').map(({ code, message }) => `${code} ${message}`);
}

/** The codes of the same. */
export const codes = async (fields: string, networks?: string) =>
  (await found(fields, networks)).map((text) => text.slice(0, text.indexOf(' ')));

/** Nodes on one network, and on both that the router joins. */
export const IN_A = 'node n1 { in a } node n2 { in a }';
export const IN_BOTH = 'node n1 { in a } node n2 { in b }';
