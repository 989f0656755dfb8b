import type { CalicoSelector } from '../../network/topology/cni.ts';

/** Selects nothing: what a selector that cannot be read does. */
export const NOTHING: CalicoSelector = { op: '!', operand: { op: 'all' } };

const TOKEN = /\s*(&&|\|\||==|!=|!|\(|\)|\{|\}|,|'[^']*'|"[^"]*"|[\w./-]+)/y;

/**
 * Reads a selector in Calico's own language: `all()`, `has(key)`, `key == 'value'`, `key not in {'a', 'b'}`, with `!`,
 * `&&`, `||` and parentheses. `&&` binds closer than `||`. One that cannot be read selects nothing.
 */
export function readCalicoSelector(text: string): CalicoSelector {
  const tokens = tokensOf(text);
  if (!tokens) return NOTHING;
  const reader = new SelectorReader(tokens);
  return reader.read() ?? NOTHING;
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const token = TOKEN.exec(trimmed)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens.length > 500 ? undefined : tokens;
}

class SelectorReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  read(): CalicoSelector | undefined {
    if (this.#tokens.length === 0) return { op: 'all' };
    const selector = this.#either();
    return this.#at === this.#tokens.length ? selector : undefined;
  }

  #either(): CalicoSelector | undefined {
    let left = this.#both();
    while (left && this.#accept('||')) {
      const right = this.#both();
      left = right && { op: '||', left, right };
    }
    return left;
  }

  #both(): CalicoSelector | undefined {
    let left = this.#term();
    while (left && this.#accept('&&')) {
      const right = this.#term();
      left = right && { op: '&&', left, right };
    }
    return left;
  }

  #term(): CalicoSelector | undefined {
    if (this.#accept('!')) {
      const operand = this.#term();
      return operand && { op: '!', operand };
    }
    if (this.#accept('(')) {
      const inner = this.#either();
      return this.#accept(')') ? inner : undefined;
    }
    const word = this.#next();
    if (word === undefined || !/^[\w./-]+$/.test(word)) return undefined;
    if (this.#accept('(')) return this.#call(word);
    return this.#comparison(word);
  }

  #call(name: string): CalicoSelector | undefined {
    if (name === 'all' || name === 'global') return this.#accept(')') ? { op: 'all' } : undefined;
    const key = this.#next();
    return name === 'has' && key !== undefined && this.#accept(')') ? { op: 'has', key } : undefined;
  }

  #comparison(key: string): CalicoSelector | undefined {
    const op = this.#next();
    if (op === '==' || op === '!=') {
      const value = this.#quoted();
      return value === undefined ? undefined : { op, key, value };
    }
    const isNot = op === 'not';
    if (isNot ? !this.#accept('in') : op !== 'in') return undefined;
    const values = this.#set();
    return values && { op: isNot ? 'not in' : 'in', key, values };
  }

  #set(): string[] | undefined {
    if (!this.#accept('{')) return undefined;
    const values: string[] = [];
    for (let more = true; more; more = this.#accept(',')) {
      const value = this.#quoted();
      if (value === undefined) return undefined;
      values.push(value);
    }
    return this.#accept('}') ? values : undefined;
  }

  #quoted(): string | undefined {
    const token = this.#next();
    return token !== undefined && /^['"]/.test(token) ? token.slice(1, -1) : undefined;
  }

  #next(): string | undefined {
    return this.#tokens[this.#at++];
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}
