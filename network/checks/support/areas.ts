import type { Topology } from '../../topology/topology.ts';

/** Tells whether routers, VPCs or peerings that are declared lead from one segment to another. */
export function areas(topology: Topology): (a: string, b: string) => boolean {
  const parents = new Map<string, string>();
  const find = (id: string): string => {
    const parent = parents.get(id);
    if (parent === undefined || parent === id) return id;
    const root = find(parent);
    parents.set(id, root);
    return root;
  };
  const join = (a: string, b: string) => parents.set(find(a), find(b));
  for (const { id, connects } of topology.routers) for (const { value } of connects) join(value, `router ${id}`);
  for (const { id, subnets, peerings } of topology.vpcs) {
    for (const subnet of subnets) join(subnet, `vpc ${id}`);
    for (const { value } of peerings)
      join(topology.vpcs.some((vpc) => vpc.id === value) ? `vpc ${value}` : value, `vpc ${id}`);
  }
  return (a, b) => find(a) === find(b);
}
