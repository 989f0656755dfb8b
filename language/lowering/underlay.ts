import { NOWHERE } from '../../network/topology/origin.ts';
import type {
  NatGateway,
  Overlay,
  Provider,
  Router,
  RouteTable,
  Segment,
  StaticRoute,
  Vpc,
} from '../../network/topology/underlay.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { readAddress, readPrefix } from './literals.ts';
import { lowerSecurityGroup } from './security-groups.ts';
import {
  addressesOf,
  blocksOf,
  choiceOf,
  type Fields,
  fieldsOf,
  flagOf,
  namedBlocksOf,
  numberOf,
  pairsOf,
  prefixesOf,
  wordOf,
} from './values.ts';

const PROVIDERS: readonly Provider[] = ['alibaba', 'aws', 'gcp', 'azure', 'none'];

/** A VPC, and its subnets as the segments that they are. */
export function lowerVpc(context: LoweringContext, node: ast.Vpc): { vpc: Vpc; segments: Segment[] } {
  const block = fieldsOf(node);
  const declared = context.declared(node);
  const provider = choiceOf(block, 'provider', PROVIDERS)?.value ?? 'none';
  const segments = namedBlocksOf(block, ast.isSubnet)
    .map((one) => lowerSegment(context, one, declared.id))
    .map((segment) => withProvidersMtu(provider, segment));
  const gateway = blocksOf(block, ast.isInternetGateway)[0];
  const vpc: Vpc = {
    ...declared,
    provider,
    cidrs: prefixesOf(context, block, 'cidr'),
    subnets: segments.map((segment) => segment.id),
    ...(segments.some((segment) => segment.public) ? { tellsPublicSubnets: true as const } : {}),
    routeTables: namedBlocksOf(block, ast.isRouteTable).map((one) => lowerRouteTable(context, one)),
    internetGateway: gateway && context.declared(gateway),
    natGateways: namedBlocksOf(block, ast.isNatGateway).map((one) => lowerNatGateway(context, one)),
    peerings: blocksOf(block, ast.isPeeringField).flatMap((one) => context.targets(one.targets)),
    securityGroups: namedBlocksOf(block, ast.isSecurityGroup).map((one) => lowerSecurityGroup(context, one)),
    quotas: quotasOf(block),
  };
  return { vpc, segments };
}

/** Interfaces in a VPC of AWS take frames of 9001 bytes (EC2 "Network MTU"); elsewhere it is Ethernet's 1500. */
function withProvidersMtu(provider: Vpc['provider'], segment: Segment): Segment {
  if (provider !== 'aws' || segment.mtu) return segment;
  return { ...segment, mtu: { value: 9001, origin: NOWHERE } };
}

function quotasOf(block: Fields): Record<string, number> {
  const pairs = Object.entries(pairsOf(block, 'quota')).filter(([, value]) => /^\d+$/.test(value));
  return Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)]));
}

/** A network, or a subnet of the VPC with that id. */
export function lowerSegment(context: LoweringContext, node: ast.Network | ast.Subnet, vpc?: string): Segment {
  const block = fieldsOf(node);
  const segment: Segment = {
    ...context.declared(node),
    kind: vpc === undefined ? 'network' : 'subnet',
    cidrs: prefixesOf(context, block, 'cidr'),
    gateways: addressesOf(context, block, 'gateway'),
    mtu: numberOf(block, 'mtu'),
  };
  if (vpc === undefined) return segment;
  return { ...segment, vpc, zone: wordOf(block, 'zone'), public: flagOf(block, 'public')?.value ?? false };
}

function lowerRouteTable(context: LoweringContext, node: ast.RouteTable): RouteTable {
  const block = fieldsOf(node);
  const subnets = blocksOf(block, ast.isSegmentField).filter((field) => field.keyword === 'subnets');
  return {
    ...context.declared(node),
    subnets: subnets.flatMap((field) => context.targets(field.targets)),
    routes: routesOf(context, block),
    missing: prefixesOf(context, block, 'missing'),
  };
}

/** Routes that say both where to and by what; others are half-written. */
export function routesOf(context: LoweringContext, block: Fields): StaticRoute[] {
  return blocksOf(block, ast.isRouteField).flatMap((field) => {
    const origin = originOf(field, 'destination');
    const destination = field.destination ? readPrefix(field.destination, origin, context.findings) : undefined;
    const via = nextHop(context, field);
    return destination && via ? { destination, via, origin: originOf(field) } : [];
  });
}

function nextHop(context: LoweringContext, field: ast.RouteField): StaticRoute['via'] | undefined {
  if (field.blackhole) return 'blackhole';
  if (field.address) return readAddress(field.address, originOf(field, 'address'), context.findings);
  return field.via && context.target(field.via);
}

function lowerNatGateway(context: LoweringContext, node: ast.NatGateway): NatGateway {
  const block = fieldsOf(node);
  return {
    ...context.declared(node),
    segment: segmentOf(context, block),
    address: addressesOf(context, block, 'ip')[0],
    publicAddress: addressesOf(context, block, 'publicIP')[0],
  };
}

/** What `in` says. */
export function segmentOf(context: LoweringContext, block: Fields) {
  const field = blocksOf(block, ast.isSegmentField).findLast((one) => one.keyword === 'in');
  return context.targets(field?.targets)[0];
}

/** A router and the segments that it connects. */
export function lowerRouter(context: LoweringContext, node: ast.Router): Router {
  const block = fieldsOf(node);
  const connects = blocksOf(block, ast.isSegmentField).filter((field) => field.keyword === 'connects');
  return {
    ...context.declared(node),
    connects: connects.flatMap((field) => context.targets(field.targets)),
    routes: routesOf(context, block),
  };
}

/** An overlay network of Docker. */
export function lowerOverlay(context: LoweringContext, node: ast.Overlay): Overlay {
  const block = fieldsOf(node);
  return { ...context.declared(node), cidrs: prefixesOf(context, block, 'cidr'), vni: numberOf(block, 'VNI') };
}
