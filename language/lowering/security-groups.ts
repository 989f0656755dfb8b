import type { SecurityGroup, SecurityGroupRule } from '../../network/topology/underlay.ts';
import * as ast from '../generated/ast.ts';
import { originOf } from '../origins.ts';
import type { LoweringContext } from './context.ts';
import { readPrefix } from './literals.ts';
import { policyPortsOf } from './ports.ts';
import { blocksOf, fieldsOf } from './values.ts';

/** A security group with its rules. */
export function lowerSecurityGroup(context: LoweringContext, node: ast.SecurityGroup): SecurityGroup {
  const rules = blocksOf(fieldsOf(node), ast.isSecurityGroupRule);
  return { ...context.declared(node), rules: rules.map((one) => lowerSecurityGroupRule(context, one)) };
}

function lowerSecurityGroupRule(context: LoweringContext, node: ast.SecurityGroupRule): SecurityGroupRule {
  const block = fieldsOf(node);
  const peers = blocksOf(block, ast.isGroupField);
  return {
    direction: node.keyword === 'egress' ? 'egress' : 'ingress',
    peers: [
      ...peers.flatMap((field) =>
        (field.values ?? []).flatMap(
          (text, i) => readPrefix(text, originOf(field, 'values', i), context.findings) ?? [],
        ),
      ),
      ...peers.flatMap((field) => context.targets(field.targets)),
    ],
    ports: policyPortsOf(block).ports,
    origin: originOf(node),
  };
}
