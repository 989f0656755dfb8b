import type { Feature } from '../feature.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagram } from './diagram.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { locate } from './locate.ts';
import { outline } from './outline.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { trace } from './trace.ts';

/** Every feature that stands by itself. */
export const FEATURES: readonly Feature[] = [
  hover,
  completion,
  definition,
  outline,
  formatting,
  semanticTokens,
  diagram,
  locate,
  trace,
];
