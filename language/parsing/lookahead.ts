import type { ILookaheadStrategy } from 'chevrotain';

/**
 * Has a parser of Langium's, chevrotain's inside, work out each function of its lookahead when it first comes to its place;
 * before its rules are analysed. A file comes to a third of the grammar's choices, and working out all of them beforehand is
 * half of what it takes to make a parser.
 */
export function deferLookahead(chevrotain: object): void {
  const parser = chevrotain as { lookaheadStrategy: ILookaheadStrategy };
  parser.lookaheadStrategy = lazily(parser.lookaheadStrategy);
}

const lazily = (strategy: ILookaheadStrategy): ILookaheadStrategy => ({
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
