import { TERMINALS, vocabulary } from './vocabulary.ts';

/** One rule of a TextMate grammar. */
export interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Pattern[];
}

/**
 * The colouring of `.knet`. The order is the lexer's: what looks like a comment inside a URL, a path or `ns/*` is found
 * before comments are. Scopes are those that themes know.
 */
export function textMateGrammar(): TextMateGrammar {
  const words = vocabulary();
  const patterns = [...shapes(), ...declarations(words), ...ports(), ...plainWords(words), ...signs()];
  return { name: 'knet', scopeName: 'source.knet', fileTypes: ['knet'], patterns: patterns.map(suffixed) };
}

/** No letter of a name, and none of its signs, on either side. */
const START = '(?<![\\w./-])';
const END = '(?![\\w./-]*\\w)';
const NAME = '[A-Za-z0-9_](?:[\\w.-]*\\w)?';

const word = (alternatives: readonly string[]) => `${START}(?:${alternatives.join('|')})${END}`;
const group = (alternatives: readonly string[]) => `${START}(${alternatives.join('|')})${END}`;

function shapes(): Pattern[] {
  return [
    {
      match: `${START}(path)\\s+(${TERMINALS.PATH.source})`,
      captures: { 1: { name: FIELD }, 2: { name: 'string.unquoted.path' } },
    },
    { name: 'string.unquoted.url', match: TERMINALS.URL.source },
    { name: 'comment.line.double-slash', match: TERMINALS.SL_COMMENT.source },
    { name: 'variable.other.wildcard', match: `${START}${TERMINALS.WILDCARD.source}` },
    { name: 'comment.block', begin: '/\\*', end: '\\*/' },
    { name: 'string.quoted', match: TERMINALS.STRING.source },
    { name: ADDRESS, match: `${START}${TERMINALS.MAC.source}` },
    ...labels(),
    { name: ADDRESS, match: `(?<![\\w./:-])${TERMINALS.IPV6.source}` },
    { name: ADDRESS, match: `${START}(?:${TERMINALS.IPV4.source})` },
  ];
}

// Not `support.type.property-name`, nor an attribute's name: light themes paint those red, as if every field were wrong.
const FIELD = 'variable.other.property';
const ADDRESS = 'constant.numeric.address';
const KEY = { name: 'variable.other.key' };
const OPERATOR = { name: 'keyword.operator' };
const VALUE = { name: 'string.unquoted' };

/** `app=web`, `app in (a, b)`, `has(app)`, and Calico's functions. */
function labels(): Pattern[] {
  const key = '[A-Za-z0-9](?:[\\w./-]*\\w)?';
  return [
    {
      match: `${START}(${key})[ \\t]+((?:not)?in)[ \\t]*(\\([^(){}\\n]*\\))`,
      captures: { 1: KEY, 2: OPERATOR, 3: VALUE },
    },
    { match: `(!?)(has)\\(([^(){}\\s]*)\\)`, captures: { 1: OPERATOR, 2: { name: 'support.function' }, 3: KEY } },
    { name: 'support.function', match: TERMINALS.ALL.source },
    { match: `${START}(${key})(!?=)(?![='"])([\\w.-]*)`, captures: { 1: KEY, 2: OPERATOR, 3: VALUE } },
  ];
}

function declarations(words: ReturnType<typeof vocabulary>): Pattern[] {
  const keyword = { name: 'storage.type' };
  const name = { name: 'entity.name.type' };
  return [
    {
      match: `${START}(extend)\\s+(cluster)\\s+(${NAME})`,
      captures: { 1: keyword, 2: keyword, 3: name },
    },
    {
      match: `${START}(network)\\s+(macvlan(?=\\s*\\{)|(?:bridge|host|none|macvlan|overlay|container)(?!\\s*\\{)${END})`,
      captures: { 1: keyword, 2: { name: 'constant.language' } },
    },
    {
      match: `${group(words.declarations)}\\s+("[^"\\n]*"|${NAME})(?=\\s*(?:\\{|$|//|\\d+\\.\\.\\d))`,
      captures: { 1: keyword, 2: name },
    },
    {
      match: `${group(words.kinds)}\\s+(${NAME})`,
      captures: { 1: keyword, 2: { name: 'constant.language' } },
    },
    { name: 'storage.type', match: word([...words.declarations, ...words.blocks, ...words.kinds]) },
  ];
}

function ports(): Pattern[] {
  return [
    {
      match: `${START}(port|listen)\\s+([A-Za-z][\\w.-]*)(?=\\s+\\d)`,
      captures: { 1: { name: FIELD }, 2: { name: 'variable.other.port' } },
    },
    {
      match: `(?<![\\w.-])(\\d+(?:(?:\\.\\.|-)\\d+)?)(/)(TCP|UDP|SCTP)\\b`,
      captures: {
        1: { name: 'constant.numeric.port' },
        2: { name: 'punctuation.separator' },
        3: { name: 'constant.language' },
      },
    },
    { name: 'constant.numeric', match: `(?<![\\w.-])\\d+(?:(?:\\.\\.|-)\\d+)?${END}` },
  ];
}

function plainWords(words: ReturnType<typeof vocabulary>): Pattern[] {
  return [
    {
      match: `${group(words.choiceFields)}\\s+(${NAME})`,
      captures: { 1: { name: FIELD }, 2: { name: 'constant.language' } },
    },
    { name: 'keyword.control', match: word(words.statements) },
    { name: 'constant.language', match: word(words.constants) },
    { name: FIELD, match: word(words.fields) },
    { name: 'variable.other', match: `${START}${NAME}(?:/${NAME})*` },
  ];
}

const signs = (): Pattern[] => [
  { name: 'keyword.operator', match: '->|[!=]=|&&|\\|\\||[!:/]' },
  { name: 'punctuation.section.block', match: '[{}]' },
  { name: 'punctuation.separator', match: '[(),\\[\\]]' },
];

/** Scope names end with the language's name, as themes and other tools expect. */
function suffixed(pattern: Pattern): Pattern {
  const captures =
    pattern.captures &&
    Object.fromEntries(Object.entries(pattern.captures).map(([i, { name }]) => [i, { name: `${name}.knet` }]));
  return { ...pattern, ...(pattern.name && { name: `${pattern.name}.knet` }), ...(captures && { captures }) };
}
