import type { AstNode } from 'langium';
import type { Docker, DockerContainer } from '../../network/topology/underlay.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import { type LoweringContext, refOf } from './context.ts';
import { listensOf, portNumber, protocolOf } from './ports.ts';
import { addressesOf, blocksOf, type Fields, fieldsOf, flagOf, namedBlocksOf, prefixesOf, wordOf } from './values.ts';

/** Bridges and containers of a host. */
export function lowerDocker(context: LoweringContext, block: Fields): Docker {
  return {
    bridges: namedBlocksOf(block, ast.isDockerBridge).map((one) => ({
      ...context.declared(one),
      cidrs: prefixesOf(context, fieldsOf(one), 'cidr'),
    })),
    containers: namedBlocksOf(block, ast.isDockerContainer).map((one) => lowerContainer(context, one)),
  };
}

function lowerContainer(context: LoweringContext, node: ast.DockerContainer): DockerContainer {
  const block = fieldsOf(node);
  return {
    ...context.declared(node),
    network: containerNetwork(context, blocksOf(block, ast.isContainerNetwork)[0]),
    addresses: addressesOf(context, block, 'ip'),
    listens: listensOf(block),
    publishes: publishesOf(block),
    stopped: flagOf(block, 'stopped')?.value ?? false,
  };
}

/** `bridge` when nothing is said; `none` where what is said leads nowhere, so that nothing is made up. */
function containerNetwork(
  context: LoweringContext,
  node: ast.ContainerNetwork | undefined,
): DockerContainer['network'] {
  if (!node) return { mode: 'bridge' };
  const { mode } = node;
  if (mode === 'bridge' || mode === 'host' || mode === 'none') return { mode };
  if (mode === 'macvlan') return { mode, parent: wordOf(fieldsOf(node), 'parent')?.value ?? 'eth0' };
  const property = mode === 'container' || mode === 'overlay' ? mode : 'bridge';
  const target = refOf<AstNode>(node[property]);
  const value = target && context.identities.idOf(target);
  if (value === undefined) return { mode: 'none' };
  return {
    mode: property === 'bridge' ? 'user-bridge' : property,
    target: { value, origin: originOf(node, property) },
  };
}

function publishesOf(block: Fields): DockerContainer['publishes'] {
  const ports = blocksOf(block, ast.isPortField).filter((field) => field.keyword === 'publish');
  return ports
    .flatMap((field) => field.ports ?? [])
    .flatMap((node) => {
      const hostPort = portNumber(node.number);
      const containerPort = portNumber(node.target);
      const protocol = protocolOf(node.protocol);
      return hostPort && containerPort && protocol ? { hostPort, containerPort, protocol, origin: originOf(node) } : [];
    });
}
