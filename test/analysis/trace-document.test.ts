import { describe, expect, test } from 'vitest';
import { findQuestion, questionAt } from '../../analysis/questions.ts';
import { traceDocument } from '../../analysis/trace/document.ts';
import { headersOf } from '../../analysis/trace/headers.ts';
import { sheetOf, shortName } from '../../analysis/trace/of-question.ts';
import type { Encapsulation } from '../../network/trace/result.ts';
import { load } from '../support/analysis.ts';
import { frame, ping, place } from '../support/traces.ts';

const show = (uri: string) => uri.split('/').at(-1)!;

test.each([
  ['file:///w/demo.knet', 'demo.knet'],
  ['file:///w/parts/my%20shop.knet', 'parts/my shop.knet'],
  ['file:///w/100%25.knet', '100%.knet'],
  ['file:///other.knet', '../other.knet'],
])('the file %s is called %s', (uri, name) => {
  expect(shortName('file:///w/demo.knet', uri)).toBe(name);
});

describe('a trace as a document', () => {
  const { text, links } = traceDocument(ping, { show });
  const lines = text.split('\n');

  test('has every step in order, the reply after the request', () => {
    expect(lines.slice(0, 2)).toEqual(['DELIVERED default/a -> default/b ICMP', '10.244.0.2 > 10.244.1.2']);
    const steps = lines.filter((line) => /^(?:\w| {2}\S| {4}\S)/.test(line)).slice(2);
    expect(steps).toEqual([
      'request',
      '  default/a (pod)',
      '    sends',
      '    route default via 10.244.0.1 dev eth0  <- demo.knet:9:3',
      '    out eth0',
      '  node-a (node)',
      '    in veth0|1',
      '    route 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink  <- demo.knet:9:3',
      '    flannel.1 wraps: VXLAN VNI 1 172.16.0.1 > 172.16.0.2:8472, 134 bytes',
      '    out eth0',
      '  default/b (pod)',
      '    delivered',
      'reply',
      '  default/b (pod)',
      '    sends',
    ]);
  });

  test('links the places of rules, exactly where they are named', () => {
    const linked = links.map(({ range: { start, end } }) => lines[start.line]!.slice(start.character, end.character));
    expect(linked).toEqual(['demo.knet:9:3', 'demo.knet:9:3']);
    expect(links.map(({ target }) => target)).toEqual([place, place]);
  });

  test('tells why a packet died, and of each path how likely it is', () => {
    const path = {
      ...ping.paths[0]!,
      probability: 0.25,
      disposition: 'NO_ROUTE' as const,
      reason: 'no entry',
      code: 'X',
    };
    const told = traceDocument({ ...ping, disposition: 'MIXED', paths: [path, path], remaining: 0.5 }, { show }).text;
    expect(told).toContain('\n\nNO_ROUTE path 2 of 2, 25 %\nno entry (X)\n\nrequest\n');
    expect(told).toMatch(/\n\nnot shown: 50 % of the choices\n$/);
  });

  test('keeps a line a line, whatever a rule holds', () => {
    const steps = [{ type: 'route' as const, rule: 'a\r\n  b\u2028c', origin: place }];
    const result = {
      ...ping,
      paths: [{ ...ping.paths[0]!, forward: [{ namespace: 'n', kind: 'node' as const, steps }] }],
    };
    const odd = traceDocument(result, { show });
    expect(odd.text).toContain('    route a b c  <- demo.knet:9:3\n');
  });
});

describe('the headers of a frame', () => {
  const shown = (...args: Parameters<typeof headersOf>) =>
    headersOf(...args).map(({ name, words, depth }) => `${'>'.repeat(depth)}${name} ${words}`.trim());
  const macs = { macSource: '02::1', macDestination: '02::2' };
  const tunnel = (kind: Encapsulation['kind'], more: Partial<Encapsulation> = {}): Encapsulation => ({
    kind,
    source: '172.16.0.1',
    destination: '172.16.0.2',
    length: 134,
    ttl: 64,
    ...more,
  });
  const INNER = ['IP 10.244.0.2 > 10.244.1.2, ttl 63, 84 bytes', 'ICMP echo-request'];
  const OUTER = 'IP 172.16.0.1 > 172.16.0.2, ttl 64, 134 bytes';

  test.each([
    ['of a plain one', frame(63, macs), [], ['Ethernet 02::1 > 02::2, IPv4', ...INNER]],
    ['without MACs', frame(63), [], INNER],
    [
      'of VXLAN',
      frame(63, { ...macs, encapsulation: [tunnel('vxlan', { port: 8472, vni: 1 })] }),
      [['0a::1', '0a::2']],
      [
        'Ethernet 02::1 > 02::2, IPv4',
        OUTER,
        'UDP to port 8472',
        'VXLAN VNI 1',
        '>Ethernet 0a::1 > 0a::2, IPv4',
      ].concat(INNER.map((line) => `>${line}`)),
    ],
    [
      'of VXLAN, where the inner ones are not known',
      frame(63, { encapsulation: [tunnel('vxlan', { port: 8472, vni: 1 })] }),
      [],
      [OUTER, 'UDP to port 8472', 'VXLAN VNI 1', ...INNER.map((line) => `>${line}`)],
    ],
    [
      'of IPIP, which carries no Ethernet',
      frame(63, { encapsulation: [tunnel('ipip')] }),
      [['0a::1', '0a::2']],
      [OUTER, 'IPIP protocol 4', ...INNER.map((line) => `>${line}`)],
    ],
    [
      'of IPv6',
      frame(63, { ...macs, source: 'fd00::1', destination: 'fd00::2', icmp: 'echo-reply' }),
      [],
      ['Ethernet 02::1 > 02::2, IPv6', 'IPv6 fd00::1 > fd00::2, ttl 63, 84 bytes', 'ICMPv6 echo-reply'],
    ],
    [
      'of TCP',
      frame(63, {
        protocol: 'TCP',
        icmp: undefined,
        sourcePort: 40000,
        destinationPort: 80,
        flags: 'S',
        dontFragment: true,
      }),
      [],
      ['IP 10.244.0.2 > 10.244.1.2, ttl 63, 84 bytes, DF', 'TCP 40000 > 80 [S]'],
    ],
  ] as const)('%s', (_what, one, inner, expected) => expect(shown(one, inner)).toEqual(expected));
});

const MODEL = `network lan { cidr 10.0.0.0/24 }
host a { in lan  ip 10.0.0.5 }
host b { in lan  ip 10.0.0.6 }
trace a -> b ICMP
trace b -> a ICMP
trace a -> b ICMP
expect a cannot reach
  b ICMP
`;

describe('a question is found', () => {
  test.each([
    ['by its line', { line: 4 }, 4],
    ['by its text, the nearest', { line: 7, text: 'trace a -> b ICMP' }, 5],
    ['by its text, before what stands on the line', { line: 4, text: 'trace a -> b ICMP' }, 3],
    ['by its line where nothing is written so', { line: 4, text: 'trace x -> y' }, 4],
    ['on every line that it stands on', { line: 7 }, 6],
    ['nowhere', { line: 0 }, undefined],
    ['not beyond the text', { line: 999 }, undefined],
  ])('%s', async (_what, sought, line) => {
    const { model } = await load({ 'a.knet': MODEL });
    expect(findQuestion(model, sought)?.range.start.line).toBe(line);
  });

  test('at a position inside of it only', async () => {
    const { model } = await load({ 'a.knet': MODEL });
    expect(questionAt(model, model.uri, { line: 6, character: 0 })?.kind).toBe('expect');
    expect(questionAt(model, model.uri, { line: 7, character: 0 })?.kind).toBe('expect');
    expect(questionAt(model, model.uri, { line: 7, character: 9 })).toBeUndefined();
  });
});

describe('the document of a question', () => {
  test('of an expect says whether it holds, and names the statement on one line', async () => {
    const { model } = await load({ 'a.knet': MODEL });
    const sheet = (await sheetOf(model, { line: 7 }))!;
    expect(sheet.question).toBe('expect a cannot reach b ICMP');
    expect(sheet.line).toBe(6);
    expect(sheet.text).toMatch(
      /^DELIVERED a -> b ICMP\n.*\nfails: .*\nexpect a cannot reach b ICMP {2}<- a\.knet:7:1\n/,
    );
  });

  test('leads to files of other folders by the way there', async () => {
    const { model } = await load({ 'x/a.knet': 'import "../base.knet"\ntrace a -> b ICMP\n', 'base.knet': MODEL });
    expect((await sheetOf(model, { line: 1 }))!.text).toContain('  <- ../base.knet:2:');
  });

  test('is none when nobody wants it any more', async () => {
    const pairs =
      'cluster c { cni flannel  nodes n 3 { in lan } namespace d { deployment w { replicas 60  port 80 } } }\nexpect d/* can reach d/*';
    const { model } = await load({ 'a.knet': `network lan { cidr 10.9.0.0/24 }\n${pairs}\n` });
    expect(await sheetOf(model, { line: 2 }, () => true)).toBeUndefined();
  });

  test.each([
    ['trace', undefined],
    ['trace a ->', undefined],
    ['trace nobody -> b', 'INSUFFICIENT_INFO nobody -> b ICMP'],
    ['trace a -> b size', 'DELIVERED a -> b ICMP'],
    ['expect a can', undefined],
    ['expect a can reach nobody', 'INSUFFICIENT_INFO a -> nobody ICMP'],
  ])('of %j is %j, and no mistake', async (broken, first) => {
    const { model } = await load({ 'a.knet': `${MODEL}${broken}` });
    const sheet = await sheetOf(model, { line: 8 });
    expect(sheet?.text.split('\n')[0]).toBe(first);
  });
});
