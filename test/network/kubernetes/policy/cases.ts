import type { Protocol } from '../../../../network/topology/ports.ts';

/*
 * Cases of the Kubernetes project's end-to-end tests of NetworkPolicy: three namespaces x, y, z (label `ns`) with pods a, b, c
 * each (label `pod`), that listen on 80 and 81 of every protocol.
 */

/** What holds at one moment of a case. */
export interface State {
  /** Policies by namespace, as `.knet` says them. */
  readonly policies: Readonly<Partial<Record<'x' | 'y' | 'z', string>>>;
  /** Further labels, of a namespace or a pod (`x/a`). */
  readonly labels?: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
}

/** Which of all pairs are denied on a port, as patterns (`x -> x/a`, `* -> *`); `but` are exceptions. 80/TCP unless said. */
export interface Check {
  readonly port?: 80 | 81;
  readonly protocol?: Protocol;
  readonly denied: readonly string[];
  readonly but?: readonly string[];
}

type Case = readonly [numbers: string, what: string, ...states: State[]];

const x = (policy: string, ...checks: Check[]): State => ({ policies: { x: policy }, checks });
const deny = (...denied: string[]): Check => ({ denied });
const only = (denied: string, ...but: string[]): Check => ({ denied: [denied], but });
const at = (port: 80 | 81, check: Check, protocol: Protocol = 'TCP'): Check => ({ ...check, port, protocol });
const NONE = deny();
const INTO_A = deny('* -> x/a');

const policy = (name: string, body: string) => `networkPolicy ${name} { ${body} }\n`;
const DENY_X = policy('deny', 'podSelector {}  policyTypes Ingress');
const ontoA = (rule: string) => policy('p', `podSelector pod=a  policyTypes Ingress  ingress { ${rule} }`);
const fromA = (rule: string) => policy('p', `podSelector pod=a  policyTypes Egress  egress { ${rule} }`);
const FROM_Y = 'from namespaceSelector ns=y';
const Y_ON_81 = ontoA(`${FROM_Y}  port 81/TCP`);

/** `34` and its kin need the address of y/b. */
const Y_B = '10.244.1.12';

const overProtocol = (first: number, protocol: 'UDP' | 'SCTP'): Case[] => [
  [`${first}`, `deny all ingress of X over ${protocol}`, x(DENY_X, at(80, deny('* -> x'), protocol))],
  [
    `${first + 1}`,
    `a <- y on 81/${protocol}`,
    x(
      ontoA(`${FROM_Y}  port 81/${protocol}`),
      at(81, deny('x -> x/a', 'z -> x/a'), protocol),
      at(80, INTO_A, protocol),
      at(81, INTO_A, 'TCP'),
    ),
  ],
  [
    `${first + 2}`,
    `a <- y/a over ${protocol}`,
    x(ontoA(`${FROM_Y} podSelector pod=a`), at(80, only('* -> x/a', 'y/a -> x/a'), protocol)),
  ],
];

export const CASES: readonly Case[] = [
  ['1', 'deny all ingress of X', x(DENY_X, deny('* -> x'))],
  [
    '2',
    'deny all ingress and egress of X',
    x(policy('deny', 'podSelector {}  policyTypes Ingress Egress'), deny('* -> x', 'x -> *')),
  ],
  ['3', 'a <- pod b by label', x(ontoA('from podSelector pod=b'), only('* -> x/a', 'x/b -> x/a'))],
  [
    '4',
    'X denied, a <- all',
    x(DENY_X + policy('allow', 'podSelector pod=a  ingress {}'), deny('* -> x/b', '* -> x/c')),
  ],
  ['5', 'a <- any namespace', x(ontoA('from namespaceSelector {}'), NONE)],
  ['6', 'a <- namespace y by label', x(ontoA(FROM_Y), deny('x -> x/a', 'z -> x/a'))],
  ['7', 'a <- pod b by expression', x(ontoA('from podSelector pod in (b)'), only('* -> x/a', 'x/b -> x/a'))],
  ['8', 'a <- namespace y by expression', x(ontoA('from namespaceSelector ns in (y)'), deny('x -> x/a', 'z -> x/a'))],
  [
    '9',
    'a <- not namespace x OR pod b',
    x(ontoA('from namespaceSelector ns notin (x)  from podSelector pod=b'), deny('x/c -> x/a')),
  ],
  [
    '10',
    'a <- not namespace x AND pod b',
    x(ontoA('from namespaceSelector ns notin (x) podSelector pod=b'), only('* -> x/a', 'y/b -> x/a', 'z/b -> x/a')),
  ],
  [
    '11',
    'a <- not namespace x AND pod b or c',
    x(
      ontoA('from namespaceSelector ns notin (x) podSelector pod in (b, c)'),
      deny('x -> x/a', 'y/a -> x/a', 'z/a -> x/a'),
    ),
  ],
  [
    '12',
    'a <- pod b, pod c',
    x(ontoA('from podSelector pod=b  from podSelector pod=c'), only('* -> x/a', 'x/b -> x/a', 'x/c -> x/a')),
  ],
  ['13', 'a <- y/a', x(ontoA(`${FROM_Y} podSelector pod=a`), only('* -> x/a', 'y/a -> x/a'))],
  ['14', 'a <- y on 81', x(Y_ON_81, at(81, deny('x -> x/a', 'z -> x/a')), at(80, INTO_A))],
  [
    '15',
    'y on 81, then on 80 too',
    x(Y_ON_81, INTO_A, at(81, deny('x -> x/a', 'z -> x/a'))),
    x(
      Y_ON_81 + policy('more', `podSelector pod=a  ingress { ${FROM_Y}  port 80/TCP }`),
      deny('x -> x/a', 'z -> x/a'),
      at(81, deny('x -> x/a', 'z -> x/a')),
    ),
  ],
  ['16', 'X <- {}', x(policy('p', 'podSelector {}  ingress {}'), NONE, at(81, NONE, 'UDP'))],
  [
    '17',
    'X <- serve-81-tcp',
    x(policy('p', 'podSelector {}  ingress { port serve-81-tcp }'), at(81, NONE), deny('* -> x')),
  ],
  [
    '18',
    'a <- y on serve-80-tcp',
    x(ontoA(`${FROM_Y}  port serve-80-tcp`), deny('x -> x/a', 'z -> x/a'), at(81, INTO_A)),
  ],
  [
    '19',
    'X -> serve-80-tcp',
    x(policy('p', 'podSelector {}  policyTypes Egress  egress { port serve-80-tcp }'), NONE, at(81, deny('x -> *'))),
  ],
  ['20', 'allow all, then deny all', x(policy('p', 'podSelector {}  ingress {}'), NONE), x(DENY_X, deny('* -> x'))],
  [
    '21',
    'a namespace gains the label',
    x(ontoA('from namespaceSelector ns2=updated'), INTO_A),
    {
      policies: { x: ontoA('from namespaceSelector ns2=updated') },
      labels: { y: 'ns2=updated' },
      checks: [only('* -> x/a', 'y -> x/a')],
    },
  ],
  [
    '22',
    'a pod gains the label',
    x(ontoA('from podSelector pod2=updated'), INTO_A),
    {
      policies: { x: ontoA('from podSelector pod2=updated') },
      labels: { 'x/b': 'pod2=updated' },
      checks: [only('* -> x/a', 'x/b -> x/a')],
    },
  ],
  [
    '23',
    'X <- podSelector {}',
    x(policy('p', 'podSelector {}  ingress { from podSelector {} }'), deny('y -> x', 'z -> x')),
  ],
  [
    '24',
    'a pod gains the isolating label',
    x(policy('p', 'podSelector target=isolated  policyTypes Ingress'), NONE),
    {
      policies: { x: policy('p', 'podSelector target=isolated  policyTypes Ingress') },
      labels: { 'x/a': 'target=isolated' },
      checks: [INTO_A],
    },
  ],
  ['25', 'a -> none', x(policy('p', 'podSelector pod=a  policyTypes Egress'), deny('x/a -> *'))],
  ['26', 'X -> none', x(policy('p', 'podSelector {}  policyTypes Egress'), deny('x -> *'))],
  [
    '27',
    'a <- b, a -> 80',
    x(
      policy(
        'p',
        'podSelector pod=a  policyTypes Ingress Egress  ingress { from podSelector pod=b }  egress { port 80/TCP }',
      ),
      only('* -> x/a', 'x/b -> x/a'),
      at(81, { denied: ['* -> x/a', 'x/a -> *'], but: ['x/b -> x/a'] }),
    ),
  ],
  [
    '28',
    'x/a -> y/a only, y/a and y/b <- x/a',
    {
      policies: {
        x: fromA('to namespaceSelector ns=y podSelector pod=a'),
        y: policy(
          'q',
          'podSelector pod in (a, b)  policyTypes Ingress  ingress { from namespaceSelector ns=x podSelector pod=a }',
        ),
      },
      checks: [{ denied: ['x/a -> *', '* -> y/a', '* -> y/b'], but: ['x/a -> y/a'] }],
    },
  ],
  ['29', 'a -> y/a', x(fromA('to namespaceSelector ns=y podSelector pod=a'), only('x/a -> *', 'x/a -> y/a'))],
  ['30', 'a <- all TCP', x(ontoA('port TCP'), NONE, at(81, NONE), at(80, INTO_A, 'UDP'))],
  [
    '31',
    '80 only, then all: in',
    x(ontoA('port 80/TCP'), NONE, at(81, INTO_A)),
    x(ontoA('port 80/TCP') + policy('all', 'podSelector pod=a  ingress {}'), NONE, at(81, NONE)),
  ],
  [
    '32',
    '80 only, then all: out',
    x(fromA('port 80/TCP'), NONE, at(81, deny('x/a -> *'))),
    x(fromA('port 80/TCP') + policy('all', 'podSelector pod=a  policyTypes Egress  egress {}'), NONE, at(81, NONE)),
  ],
  ['33', 'deny all, then deleted', x(DENY_X, deny('* -> x')), x('', NONE)],
  ['34', 'a -> the address of y/b', x(fromA(`to ipBlock ${Y_B}/32`), only('x/a -> *', 'x/a -> y/b'))],
  ['35', 'a -> a large range but for y/b', x(fromA(`to ipBlock 10.244.0.0/16 except ${Y_B}/32`), deny('x/a -> y/b'))],
  [
    '36',
    'the exception becomes what is allowed',
    x(fromA(`to ipBlock 10.244.0.0/16 except ${Y_B}/32`), deny('x/a -> y/b')),
    x(fromA(`to ipBlock ${Y_B}/32`), only('x/a -> *', 'x/a -> y/b')),
  ],
  [
    '37',
    'a -> {}, then a <- none',
    x(fromA(''), NONE),
    x(fromA('') + policy('none', 'podSelector pod=a  policyTypes Ingress'), INTO_A),
  ],
  [
    '38',
    'X denied, a <- SCTP 81',
    x(DENY_X + ontoA('port 81/SCTP'), at(81, deny('* -> x')), at(81, deny('* -> x/b', '* -> x/c'), 'SCTP')),
  ],
  ['39', 'a <- SCTP 80', x(ontoA('port 80/SCTP'), at(81, INTO_A), at(80, NONE, 'SCTP'))],
  ['40', 'a <- UDP 81', x(ontoA('port 81/UDP'), at(81, INTO_A), at(81, NONE, 'UDP'))],
  [
    '41',
    'a <- namespace y by its default label',
    x(ontoA('from namespaceSelector kubernetes.io/metadata.name=y'), deny('x -> x/a', 'z -> x/a')),
  ],
  ['42', 'a -> not namespace y', x(fromA('to namespaceSelector ns notin (y)'), deny('x/a -> y'))],
  ...overProtocol(43, 'UDP'),
  ...overProtocol(46, 'SCTP'),
];
