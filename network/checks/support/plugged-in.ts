import type { Machine } from '../../topology/underlay.ts';

/** How a machine is plugged in, its routes and its settings: machines of which all are equal are alike to a packet. */
export function pluggedIn({ nics, routes, sysctls }: Machine): readonly unknown[] {
  const plugs = nics.map(({ name, segment, down, mtu }) => [name, segment?.value, down, mtu?.value]);
  const ways = routes.map(({ destination: { value }, via }) => [
    `${value.first}/${value.length}`,
    via === 'blackhole' ? via : `${via.value}`,
  ]);
  return [plugs, ways, sysctls];
}
