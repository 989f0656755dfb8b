import type { Feature } from '../feature.ts';
import { calls } from './calls.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagram } from './diagram.ts';
import { folding } from './folding.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { links } from './links.ts';
import { locate } from './locate.ts';
import { outline } from './outline.ts';
import { play } from './play.ts';
import { highlights, references } from './references.ts';
import { selection } from './selection.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { symbols } from './symbols.ts';
import { trace } from './trace.ts';

/** Every feature that stands by itself. */
export const FEATURES: readonly Feature[] = [
  hover,
  completion,
  definition,
  references,
  highlights,
  outline,
  symbols,
  folding,
  selection,
  links,
  formatting,
  semanticTokens,
  diagram,
  locate,
  trace,
  play,
  calls,
];
