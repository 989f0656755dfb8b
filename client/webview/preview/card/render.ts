import { type Block, blocksOf, type Span } from './markdown.ts';

/** A card's Markdown as elements. Text goes in as text and nothing else: no markup of it is ever read as HTML. */
export function renderCard(markdown: string): HTMLElement[] {
  return blocksOf(markdown).map(render);
}

function render(block: Block): HTMLElement {
  switch (block.kind) {
    case 'paragraph':
      return filled('p', block.spans.map(renderSpan));
    case 'list':
      return filled('ul', block.items.map(renderItem));
    case 'code':
      return filled('pre', [block.text]);
    case 'rule':
      return document.createElement('hr');
  }
}

const renderItem = (spans: readonly Span[]) => filled('li', spans.map(renderSpan));

const ELEMENTS = { strong: 'strong', emphasis: 'em', code: 'code' } as const;

const renderSpan = ({ style, text }: Span): Node | string =>
  style === 'plain' ? text : filled(ELEMENTS[style], [text]);

function filled(name: string, content: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  element.append(...content);
  return element;
}
