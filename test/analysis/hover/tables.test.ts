import { expect, test } from 'vitest';
import { createBudget } from '../../../analysis/hover/budget.ts';
import { hoverAt } from '../../../analysis/hover/hover.ts';
import { load } from '../../support/analysis.ts';
import { cursorOf, readMarks } from '../../support/marked.ts';

const source = readMarks(`network lan { cidr 192.168.0.0/16  gateway 192.168.7.254 }
cluster c {
  podCIDR 10.0.0.0/8
  cni flannel { backend vxlan }
  nodes w 5000 { in lan }
  node n<|>1 { in lan  ip 192.168.7.11 }
}
`);

async function hovered(budget: number): Promise<string> {
  const { model } = await load({ 'hover.knet': source.text });
  return hoverAt(model, model.uri, cursorOf(source), createBudget(budget))!.markdown;
}

test('long tables of a machine are cut, and the command says where the rest is', async () => {
  const text = await hovered(Number.POSITIVE_INFINITY);
  expect(text).toMatch(/\$ ip route\n[^$]*… 4,993 more: `knet show hover\.knet n1 routes`/);
  expect(text).not.toContain('ip neigh');
  expect(text.split('\n').length).toBeLessThan(40);
});

test('what takes too long is left out, and the hover says so', async () => {
  const text = await hovered(0);
  expect(text).toContain('192.168.7.11');
  expect(text).toContain('_Partial: ');
  expect(text).not.toContain('ip route');
});
