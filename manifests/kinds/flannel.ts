import { readLiteral } from '../../network/address/parse.ts';
import { type Prefix, prefixOf } from '../../network/address/prefix.ts';
import type { Flannel, FlannelBackend } from '../../network/topology/cni.ts';
import type { Origin, Sourced } from '../../network/topology/origin.ts';
import type { KubernetesObject } from '../object.ts';

/** What flannel's ConfigMap says: the plugin, and the range that nodes get theirs from. */
export interface WrittenFlannel {
  readonly cni: Flannel;
  readonly podCIDRs: readonly Sourced<Prefix>[];
}

const BACKENDS = ['udp', 'vxlan', 'host-gw', 'alivpc'] as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * The ConfigMap of kube-flannel: `net-conf.json` as flanneld reads it, `cni-conf.json` as the CNI plugin does. Undefined
 * for any other ConfigMap, and where the JSON in it cannot be read.
 */
export function readFlannelConfig({ value, origin }: KubernetesObject): WrittenFlannel | undefined {
  const net = value.at('data', 'net-conf.json');
  const config = jsonOf(net?.text());
  if (!net || !config) return undefined;
  const backend = objectOf(config.Backend);
  const hairpin = hairpinMode(jsonOf(value.at('data', 'cni-conf.json')?.text()));
  const cni: Flannel = {
    kind: 'flannel',
    origin,
    backend: readBackend(backend, net.origin),
    ipMasq: true,
    hairpinMode: hairpin ?? false,
    ...(hairpin !== undefined && { hairpinOrigin: value.at('data', 'cni-conf.json')!.origin }),
  };
  const ranges = [config.Network, config.EnableIPv6 === true ? config.IPv6Network : undefined];
  return { cni, podCIDRs: ranges.flatMap((text) => prefixOfText(text, net.origin)) };
}

/** Flannel's own defaults: udp when no backend is named; VNI 1 and port 8472 of vxlan; port 8285 of udp. */
function readBackend(backend: Json, origin: Origin): FlannelBackend {
  const type = BACKENDS.find((one) => one === backend.Type) ?? (backend.Type === 'ali-vpc' ? 'alivpc' : 'udp');
  const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
  return {
    type,
    origin,
    vni: number(backend.VNI, 1),
    port: number(backend.Port, type === 'udp' ? 8285 : 8472),
    directRouting: backend.DirectRouting === true,
  };
}

function hairpinMode(conf: Json | undefined): boolean | undefined {
  const plugins = Array.isArray(conf?.plugins) ? conf.plugins : conf ? [conf] : [];
  const flannel = plugins.map(objectOf).find((plugin) => plugin.type === 'flannel');
  const value = objectOf(flannel?.delegate).hairpinMode;
  return typeof value === 'boolean' ? value : undefined;
}

function prefixOfText(text: unknown, origin: Origin): Sourced<Prefix>[] {
  const literal = typeof text === 'string' ? readLiteral(text) : undefined;
  if (!literal || 'error' in literal || literal.length === undefined) return [];
  return [{ value: prefixOf(literal.address, literal.length), origin }];
}

function jsonOf(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
