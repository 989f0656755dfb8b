import { GrammarAST, type LangiumDocument } from 'langium';
import * as ast from '../../language/generated/ast.ts';
import type { Model } from '../model.ts';
import { containerAddress } from './container-addresses.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { ownLabels, selectableLabels } from './labels.ts';
import { clusterAddress, podAddress } from './pod-addresses.ts';
import { calicoBlock, nodeRange, poolRange } from './pod-ranges.ts';
import { nodePort, policyPorts, portsOf, servicePorts, targetPorts } from './ports.ts';
import { NONE, type Proposal, type Proposals } from './proposal.ts';
import { bridgeRange, knownRanges, privateRange, subnetRange } from './ranges.ts';
import { gatewayAddress, segmentAddress } from './segment-addresses.ts';

/** Values that would be right at the cursor, as the model stands; undefined where no value can stand. */
export function valuesAt(model: Model, document: LangiumDocument, offset: number): Proposals | undefined {
  const cursor = cursorAt(document, offset);
  if (!cursor) return undefined;
  const { start, end } = cursor;
  const colon = cursor.typed.lastIndexOf(':');
  const behind = colon >= 0 && !isAddress(cursor) ? behindColon(model, cursor, start + colon) : undefined;
  if (behind) return { start: start + colon + 1, end, optional: false, list: behind };
  const optional = cursor.typed === '' && !GrammarAST.isKeyword(cursor.before.grammarSource);
  return { start, end, optional, list: listFor(model, cursor) };
}

const isAddress = ({ field }: Cursor) => ast.isValueField(field);

/** `default/web:` of an endpoint, `web:` of a path. */
function behindColon(model: Model, { field }: Cursor, colon: number): readonly Proposal[] | undefined {
  if (ast.isPathField(field)) return portsOf(model, field.service?.target.ref);
  if (!ast.isQuestion(field)) return undefined;
  const ends = [field.from, field.to].filter((end) => end !== undefined);
  const end = ends.findLast(({ $cstNode }) => $cstNode !== undefined && $cstNode.offset <= colon);
  return portsOf(model, end?.target?.ref);
}

function listFor(model: Model, cursor: Cursor): readonly Proposal[] {
  const { field } = cursor;
  if (ast.isSelectorField(field) || ast.isSelectorPart(cursor.before.astNode)) return selectableLabels(model, cursor);
  if (ast.isPortField(field)) return portList(model, cursor);
  if (ast.isBlockPart(cursor.before.astNode) && cursor.before.text === 'ipBlock') return knownRanges(model, true);
  if (ast.isRouteField(field) && cursor.first) return knownRanges(model, true);
  if (ast.isValueField(field)) return valueList(model, cursor, field.keyword);
  return NONE;
}

function portList(model: Model, cursor: Cursor): readonly Proposal[] {
  const { block, before, first } = cursor;
  if (before.text === 'nodePort') return nodePort(model, cursor);
  if (ast.isService(block))
    return before.text === '->' ? targetPorts(model, cursor) : first ? servicePorts(model, cursor) : NONE;
  return ast.isPolicyRule(block) && first ? policyPorts(model, cursor) : NONE;
}

/** Values that a list goes on with are offered where that is usual: labels, and a second family. */
const GOES_ON: ReadonlySet<string> = new Set(['labels', 'podCIDR', 'serviceCIDR', 'loadBalancerSourceRanges']);

function valueList(model: Model, cursor: Cursor, keyword: string): readonly Proposal[] {
  const { block } = cursor;
  if (!cursor.first && !GOES_ON.has(keyword)) return NONE;
  switch (keyword) {
    case 'podCIDR':
      return isMachine(block) ? nodeRange(model, cursor) : privateRange(model, cursor, 'podCIDR');
    case 'serviceCIDR':
      return privateRange(model, cursor, 'serviceCIDR');
    case 'cidr':
      return rangeOfBlock(model, cursor);
    case 'ipBlock':
    case 'blockAffinity':
      return calicoBlock(model, cursor);
    case 'loadBalancerSourceRanges':
      return knownRanges(model, true);
    case 'ip':
      return addressOfBlock(model, cursor);
    case 'gateway':
      return gatewayAddress(model, cursor);
    case 'clusterIP':
      return clusterAddress(model, cursor);
    case 'labels':
      return ownLabels(model, cursor);
    default:
      return NONE;
  }
}

const isMachine = (block: ast.Declaration | undefined) => ast.isNode(block) || ast.isNodeGroup(block);

function rangeOfBlock(model: Model, cursor: Cursor): readonly Proposal[] {
  const { block } = cursor;
  if (ast.isSubnet(block)) return subnetRange(model, cursor);
  if (ast.isVpc(block)) return privateRange(model, cursor, 'vpc');
  if (ast.isNetwork(block)) return privateRange(model, cursor, 'network');
  if (ast.isOverlay(block)) return privateRange(model, cursor, 'overlay');
  if (ast.isDockerBridge(block)) return bridgeRange(model, cursor);
  return ast.isIpPool(block) ? poolRange(model, cursor) : NONE;
}

function addressOfBlock(model: Model, cursor: Cursor): readonly Proposal[] {
  const { block } = cursor;
  if (ast.isWorkload(block)) return podAddress(model, cursor);
  return ast.isDockerContainer(block) ? containerAddress(model, cursor) : segmentAddress(model, cursor);
}
