import { describe, expect, test } from 'vitest';
import { diagnosticsOf, repaired } from './support/say.ts';

/** The text, what is said of it, and the text after the first repair where there is one. */
const cases: readonly (readonly [text: string, said: string[], repaired?: string])[] = [
  // ---- words
  [
    'cluster a { podCIR 10.0.0.0/8 }',
    ['UNKNOWN-FIELD [podCIR] podCIR is no field of cluster: did you mean podCIDR?'],
    'cluster a { podCIDR 10.0.0.0/8 }',
  ],
  [
    'cluster a { podcidr 10.0.0.0/8 }',
    ['UNKNOWN-FIELD [podcidr] podcidr is no field of cluster: did you mean podCIDR?'],
    'cluster a { podCIDR 10.0.0.0/8 }',
  ],
  [
    'clustr a { node n { } }',
    ['UNKNOWN-FIELD [clustr] clustr is no declaration: did you mean cluster?'],
    'cluster a { node n { } }',
  ],
  [
    'xyzzy a { serviceCIDR 10.0.0.0/8 node n { } }',
    ['UNKNOWN-FIELD [xyzzy] xyzzy is no declaration: did you mean cluster?'],
    'cluster a { serviceCIDR 10.0.0.0/8 node n { } }',
  ],
  [
    'cluster a { VNI 3 }',
    ['UNKNOWN-FIELD [VNI] VNI is no field of cluster; it stands in overlay or backend'],
    'cluster a { }',
  ],
  [
    'cluster a { nodes w 5..2 { } }',
    ['SYNTAX [5..2] a group of 5..2 nodes: the least number stands first, 2..5'],
    'cluster a { nodes w 2..5 { } }',
  ],
  ['host h { }\u200b', ['SYNTAX [\u200b] the character U+200B means nothing here']],
  ['foo bar { baz { } }', ['UNKNOWN-FIELD [foo] foo is no declaration'], ''],
  [
    'cluster a { cni flannel { ipPool x { } } }',
    ['UNKNOWN-FIELD [ipPool] ipPool is a field of calico, not of flannel'],
    'cluster a { cni flannel { } }',
  ],
  [
    'cluster a { cni cilium }',
    [
      'SYNTAX [cilium] cilium is no network plugin that knet models: known are flannel, calico, weave, terway, aws-vpc or none',
    ],
  ],
  [
    'cluster a { kubeProxy iptabels }',
    ['SYNTAX [iptabels] iptabels is no mode of kube-proxy that knet models: did you mean iptables?'],
    'cluster a { kubeProxy iptables }',
  ],
  [
    'vpc v { provider alibab }',
    ['SYNTAX [alibab] provider: alibab is none of alibaba, aws, gcp, azure or none: did you mean alibaba?'],
    'vpc v { provider alibaba }',
  ],
  [
    'host h { sysctl net.ipv4.ip_foward 0 }',
    ['UNKNOWN-FIELD [net.ipv4.ip_foward] no sysctl is called net.ipv4.ip_foward: did you mean net.ipv4.ip_forward?'],
    'host h { sysctl net.ipv4.ip_forward 0 }',
  ],
  [
    'host h { sysctl net.ipv4.conf.eth1.rp_fliter 1 }',
    [
      'UNKNOWN-FIELD [net.ipv4.conf.eth1.rp_fliter] no sysctl is called net.ipv4.conf.eth1.rp_fliter: did you mean net.ipv4.conf.eth1.rp_filter?',
    ],
    'host h { sysctl net.ipv4.conf.eth1.rp_filter 1 }',
  ],
  [
    'host h { sysctl net.core.somaxconn 1024 }',
    ['UNKNOWN-FIELD [net.core.somaxconn] net.core.somaxconn changes nothing: the model takes no account of it'],
  ],
  ['host h { sysctl net.ipv4.conf.all.rp_filter strict }', ['SYNTAX [strict] sysctl: strict is no number']],
  ['host h { sysctl net.ipv4.conf.eth0.rp_filter 1 }', []],
  [
    'vpc v { quota routesPerTabel 400 }',
    ['UNKNOWN-FIELD [routesPerTabel] no quota is called routesPerTabel: did you mean routesPerTable?'],
    'vpc v { quota routesPerTable 400 }',
  ],
  ['vpc v { quota tables 4 }', ['UNKNOWN-FIELD [tables] no quota is called tables; known is routesPerTable']],
  ['network n { mtu big }', ['SYNTAX [big] mtu: big is no number from 68 to 65535']],
  [
    'cluster a { serviceNodePortRange 3-1 }',
    ['SYNTAX [3-1] serviceNodePortRange: 3-1 is no range of ports: write 30000-32767'],
  ],
  [
    'router r { connects a rout 10.0.0.0/8 via b }',
    [
      'UNRESOLVED [a] no network or subnet is called a',
      'UNKNOWN-FIELD [rout] rout is no field of router: did you mean route?',
    ],
  ],
  // ---- what is missing
  ['network n { cidr }', ['SYNTAX [cidr] expected a prefix such as 10.0.0.0/16 after cidr']],
  ['network { }', ['SYNTAX [network] expected a name after network']],
  ['host h { in }', ['SYNTAX [in] expected the name of a network or subnet after in']],
  ['import', ['SYNTAX [import] expected a path in quotes after import']],
  [
    'vpc v { routeTable t { route 10.0.0.0/8 } }',
    ['SYNTAX [route 10.0.0.0/8] expected via and a next hop, or blackhole, after route 10.0.0.0/8'],
  ],
  ['trace', ['SYNTAX [trace] a trace says from where and to where: trace A -> B']],
  ['trace internet', ['SYNTAX [trace internet] a trace says where to: expected -> and where to']],
  ['expect internet', ['SYNTAX [expect internet] expected can reach or cannot reach']],
  ['expect internet can localhost', ['SYNTAX [expect internet can localhost] expected reach after can']],
  ['expect internet can reach', ['SYNTAX [expect internet can reach] expected what can reach']],
  ['trace internet -> 10.0.0.1:80/ICMP', ['SYNTAX [ICMP] ICMP has no ports: write ICMP behind the name']],
  ['trace internet -> [fd00::1', ['SYNTAX [[fd00::1] expected ] after the address']],
  // ---- habits from elsewhere
  [
    'network n { cidr: 10.0.0.0/8 }',
    ['SYNTAX [:] fields have no ":" behind them: write cidr and its value'],
    'network n { cidr 10.0.0.0/8 }',
  ],
  [
    'cluster c { namespace n { labels app: web } }',
    ['SYNTAX [app: web] a label is one word with "=" in it and no spaces: app=web'],
    'cluster c { namespace n { labels app=web } }',
  ],
  [
    'cluster c { cni flannel { ipMasq False } }',
    ['SYNTAX [False] expected true or false after ipMasq, not False'],
    'cluster c { cni flannel { ipMasq false } }',
  ],
  ['network n { cidr any }', ['SYNTAX [any] expected a prefix such as 10.0.0.0/16 after cidr, not any']],
  ['network n { cidr 10.0.0.x/8 }', []],
  [
    'cluster c { namespace n { service s { selector web } } }',
    ['SYNTAX [web] expected a label such as app=web, or {} for all, after selector, not web'],
  ],
  // ---- names
  [
    'network lan { }\nhost h { in laan }',
    ['UNRESOLVED [laan] no network or subnet is called laan: did you mean lan?'],
    'network lan { }\nhost h { in lan }',
  ],
  [
    'vpc v { vSwitch a { } }\nhost h { in a }',
    ['UNRESOLVED [a] no network or subnet is called a: did you mean v/a?'],
    'vpc v { vSwitch a { } }\nhost h { in v/a }',
  ],
  [
    'network x { }\nhost x { }\ntrace x -> internet',
    ['UNRESOLVED [x] x may be network x or host x: put the kind or the cluster in front'],
  ],
  [
    'cluster c { namespace default { } }\ntrace defalt/* -> internet',
    ['UNRESOLVED [defalt/*] no namespace is called defalt/*: did you mean default/*?'],
    'cluster c { namespace default { } }\ntrace default/* -> internet',
  ],
  ['trace kube-system/kube-dns -> internet\ncluster c { }', []],
  // ---- braces, characters
  ['network a { cidr 10.0.0.0/8 } }', ['SYNTAX [}] this } closes nothing'], 'network a { cidr 10.0.0.0/8 } '],
  [
    'network a {\n  cidr 10.0.0.0/8\nnetwork b { }',
    ['SYNTAX [{] the block of network a is not closed: a } is missing'],
    'network a {\n  cidr 10.0.0.0/8 }\nnetwork b { }',
  ],
  ['network a cidr 10.0.0.0/8 }', ['SYNTAX [a] a { is missing after network a'], 'network a { cidr 10.0.0.0/8 }'],
  ['network a', ['SYNTAX [a] network a needs a block: { … }'], 'network a { }'],
  ['network a { cidr 10.0.0.0/8; }', ['SYNTAX [;] fields need no ; between them']],
  ['network a { cidr "10.0.0.0/8 }\nnetwork b { }', ['SYNTAX ["] this text is not closed: " is missing']],
  ['# a\nnetwork b { }', ['SYNTAX [#] a comment begins with //']],
  ['/* a\nnetwork b { }', ['SYNTAX [/* a] this comment is not closed: */ is missing']],
  ['network a { cidr 10.0.0.0/8 : }', ['SYNTAX [:] : belongs to no field']],
  ['network a { { x } }', ['SYNTAX [{] a block belongs to no field']],
  // ---- labels, selectors, ports
  [
    'cluster c { namespace n { labels app = web } }',
    ['SYNTAX [app = web] a label is one word with "=" in it and no spaces: app=web'],
    'cluster c { namespace n { labels app=web } }',
  ],
  [
    'cluster c { namespace n { labels app= web } }',
    ['SYNTAX [app= web] a label is one word with "=" in it and no spaces: app=web'],
    'cluster c { namespace n { labels app=web } }',
  ],
  [
    'cluster c { namespace n { labels app!=web } }',
    ['SYNTAX [app!=web] labels: app!=web is no label: write key=value'],
  ],
  [
    'cluster c { namespace n { service s { selector } } }',
    ['SYNTAX [selector] expected a label such as app=web, or {} for all, after selector'],
  ],
  [
    'cluster c { namespace n { service s { selector app in () } } }',
    ['SYNTAX [app in ()] app in () is no requirement: write key in (a, b) or has(key)'],
  ],
  [
    'cluster c { namespace n { pod p { port 80/tcp } } }',
    ['SYNTAX [tcp] tcp is none of TCP, UDP or SCTP: did you mean TCP?'],
    'cluster c { namespace n { pod p { port 80/TCP } } }',
  ],
  ['cluster c { namespace n { pod p { port 99999 } } }', ['SYNTAX [99999] 99999 is no port: ports are 1 to 65535']],
  ['trace internet -> 10.0.0.1 ttl 0', ['SYNTAX [0] 0 is no time to live: it is 1 to 255']],
  ['trace internet -> 10.0.0.1 size 70000', ['SYNTAX [70000] 70000 is no size of an IP packet: it is 28 to 65535']],
  ['trace internet -> 10.0.0.1 size 28 ttl 255', []],
  ['cluster c { namespace n { pod p { port http } } }', ['SYNTAX [http] expected a number after port http']],
  [
    'cluster c { namespace n { networkPolicy p { egress { from podSelector {} } } } }',
    ['UNKNOWN-FIELD [from] egress has to, not from'],
    'cluster c { namespace n { networkPolicy p { egress { to podSelector {} } } } }',
  ],
  [
    'cluster c { namespace n { networkPolicy p { ingress { from ipBlock 10.0.0.0/8 podSelector {} } } } }',
    ['SYNTAX [from ipBlock 10.0.0.0/8 podSelector {}] an ipBlock stands alone: give the selectors a from of their own'],
  ],
  [
    'cluster c { cni calico { ipPool p { nodeSelector a == b } } }',
    ["SYNTAX [b] Calico wants values in quotes: 'b'"],
    "cluster c { cni calico { ipPool p { nodeSelector a == 'b' } } }",
  ],
  [
    'cluster c { namespace n { pod a/b { } } }',
    ['SYNTAX [a/b] a declared name has no "/": write b'],
    'cluster c { namespace n { pod b { } } }',
  ],
];

describe.each(cases.map(([text, said, after]) => ({ text, said, after })))('$text', ({ text, said, after }) => {
  test('is said in words', async () => expect(await diagnosticsOf(text)).toEqual(said));

  if (after === undefined) return;
  test('and can be repaired', async () => {
    const fixed = await repaired(text);
    expect(fixed).toBe(after);
    expect(await diagnosticsOf(fixed!)).toEqual([]);
  });
});

test('no message is a list of tokens, whatever stands where', async () => {
  const signs = [
    '->',
    ':',
    '/',
    '[',
    ']',
    '(',
    ')',
    ',',
    '=',
    '==',
    '!=',
    '&&',
    '||',
    '!',
    '{',
    '}',
    '80',
    '10.0.0.1',
    'cidr',
    'can',
    'x',
  ];
  for (const sign of signs)
    for (const text of [
      `network a { cidr ${sign} }`,
      `trace ${sign} -> internet`,
      `cluster c { ${sign} node n { } }`,
    ]) {
      const said = await diagnosticsOf(text);
      expect(said.join('\n')).not.toMatch(/token|Expecting|but found|\b(ID|INT|QNAME|MISSPELT|EOF)\b/);
    }
});
