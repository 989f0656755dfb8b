import type { TextEdit } from 'vscode-languageserver-types';
import { isScalar, isSeq, type Node } from 'yaml';
import { endOf, startOf, type YamlOrigin } from '../origins.ts';
import { type Step, Text, wayTo } from './place.ts';

/**
 * Takes away a value with its key or its dash. The last item of `from` or `to` takes its rule with it: a rule without
 * peers would admit anyone. The last rule leaves an empty list, and the policy isolates as before.
 */
export function removeEdits({ document, node, label, key }: YamlOrigin): TextEdit[] {
  const way = wayTo(document, key ?? (label && isScalar(node) ? label : node));
  const text = new Text(document);
  return way ? removeAt(text, way) : [];
}

function removeAt(text: Text, way: readonly Step[]): TextEdit[] {
  const step = way.at(-1);
  if (!step) return [];
  const outer = way.slice(0, -1);
  if (step.container.items.length > 1) return [removeItem(text, step)];
  const list = outer.at(-1);
  if (!isSeq(step.container) || !list || !('pair' in list)) return [];
  const name = isScalar(list.pair.key) ? list.pair.key.value : undefined;
  if (name === 'from' || name === 'to') return removeAt(text, outer.slice(0, -1));
  const { container } = step;
  return [
    text.replace(
      text.text[startOf(container) - 1] === ' ' ? startOf(container) : afterKey(list.pair.key as Node),
      endOf(container),
      container.flow ? '[]' : ' []',
    ),
  ];
}

const afterKey = (key: Node) => endOf(key) + 1;

/** With its lines when nothing else is on them. */
function removeItem(text: Text, step: Step): TextEdit {
  const from = 'pair' in step ? startOf(step.pair.key as Node) : dashOf(text, step.node, step.container.flow === true);
  const to = 'pair' in step && step.pair.value ? endOf(step.pair.value as Node) : endOf(step.node);
  if (step.container.flow) return removeFlow(text, from, to);
  const lineStart = text.lineStart(from);
  const before = text.text.slice(lineStart, from);
  // The first field of an item stands behind its dash: the next one takes its place.
  if (before.trim() !== '') return text.replace(from, nextStart(step) ?? to, '');
  return text.replace(lineStart, text.lineEnd(to), '');
}

function nextStart({ container, index }: Step): number | undefined {
  const next = container.items[index + 1] as { key?: Node } | Node | undefined;
  if (!next) return undefined;
  return startOf(((next as { key?: Node }).key ?? next) as Node);
}

function dashOf(text: Text, node: Node, flow: boolean): number {
  const start = startOf(node);
  if (flow) return start;
  const dash = text.text.lastIndexOf('-', start - 1);
  return dash < 0 ? start : dash;
}

/** With the comma behind it, or the one in front of the last. */
function removeFlow(text: Text, from: number, to: number): TextEdit {
  const behind = /^\s*,\s*/.exec(text.text.slice(to));
  if (behind) return text.replace(from, to + behind[0].length, '');
  const before = /,\s*$/.exec(text.text.slice(0, from));
  return text.replace(from - (before?.[0].length ?? 0), to, '');
}
