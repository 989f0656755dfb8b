import type { ILookaheadStrategy } from 'chevrotain';

/**
 * The same lookahead, each function of it worked out when the parser first comes to its place. A file comes to a third of
 * the grammar's choices, and working out all of them beforehand is half of what it takes to make a parser.
 */
export const lazily = (strategy: ILookaheadStrategy): ILookaheadStrategy => ({
  validate: (options) => strategy.validate(options),
  initialize: (options) => strategy.initialize?.(options),
  buildLookaheadForAlternation: (options) => whenAsked(() => strategy.buildLookaheadForAlternation(options)),
  buildLookaheadForOptional: (options) => whenAsked(() => strategy.buildLookaheadForOptional(options)),
});

/** The parser calls these functions as its own methods. */
function whenAsked<A extends unknown[], R>(make: () => (...args: A) => R): (...args: A) => R {
  let made: ((...args: A) => R) | undefined;
  return function (this: unknown, ...args) {
    made ??= make();
    return made.apply(this, args);
  };
}
