import type { Import } from './imports.ts';

/** Which rooms a room may import from, beside itself. Arrows are transitive, so each line lists all below it. */
const address = ['network/address'];
const declared = [...address, 'network/topology'];
const machine = [...declared, 'network/linux'];
const programs = ['network/cni', 'network/kubernetes', 'network/cloud'];
const machines = [...machine, ...programs];
const walked = [...machines, 'network/machines', 'network/reachability'];
const network = [...walked, 'network/trace', 'network/checks'];
const analysis = [...network, 'language', 'manifests', 'diagram'];

export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'network/address': [],
  'network/topology': address,
  'network/linux': address,
  'network/cni': machine,
  'network/kubernetes': machine,
  'network/cloud': machine,
  'network/machines': machines,
  'network/reachability': machines,
  'network/trace': [...machines, 'network/machines'],
  'network/checks': [...walked, 'network/trace'],
  language: network,
  manifests: network,
  diagram: network,
  analysis,
  server: [...analysis, 'analysis'],
  lab: [...analysis, 'analysis'],
  cli: [...analysis, 'analysis', 'lab'],
  client: [],
};

/** Single files that a room may import though it may not know their room. */
const doors: Readonly<Record<string, readonly string[]>> = {
  // The names and types of what the client asks the server.
  client: ['server/protocol.ts'],
  // `knet lsp` is the server itself on standard input and output.
  cli: ['server/stdio.ts'],
};

/** The version that tools and protocols tell stands here and nowhere else. */
const manifest = 'package.json';

/** The room a file lies in: the longest folder of `mayImport` that holds it. */
export function roomOf(file: string): string | undefined {
  const rooms = Object.keys(mayImport).filter((room) => file.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

/** Whether an import inside the project follows an arrow. */
export function follows({ from, target }: Import): boolean {
  const [own, other] = [roomOf(from), roomOf(target)];
  if (own !== undefined && (target === manifest || doors[own]?.includes(target))) return true;
  if (own === undefined || other === undefined) return false;
  return own === other || mayImport[own]!.includes(other);
}

/** A way from a file back to itself, or undefined when there is none. */
export function findCycle(imports: readonly Import[]): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { from, target, outside } of imports) {
    if (!outside) targets.set(from, [...(targets.get(from) ?? []), target]);
  }
  const finished = new Set<string>();
  const path: string[] = [];

  function visit(file: string): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    path.push(file);
    for (const target of targets.get(file) ?? []) {
      const cycle = visit(target);
      if (cycle) return cycle;
    }
    path.pop();
    finished.add(file);
    return undefined;
  }

  for (const file of targets.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}
