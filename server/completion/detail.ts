import type { AstNode } from 'langium';
import * as ast from '../../language/generated/ast.ts';

/** The fields that tell things of one kind apart at a glance. */
const TELLING: ReadonlySet<string> = new Set(['cidr', 'ip', 'podCIDR', 'clusterIP']);

/** What is shown beside a name: `network 10.10.88.0/24`, `pod 10.244.1.96`. */
export function detailOf(node: AstNode): string | undefined {
  if (!ast.isDeclaration(node)) return undefined;
  const values = node.fields.flatMap((field) =>
    ast.isValueField(field) && TELLING.has(field.keyword) ? field.values : [],
  );
  return [node.keyword, ...values].join(' ');
}
