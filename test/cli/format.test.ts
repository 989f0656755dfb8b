import { expect, test } from 'vitest';
import { stylesFor } from '../../cli/format/colour.ts';
import { problemText, summaryText } from '../../cli/format/problems-text.ts';
import { traceText } from '../../cli/format/trace-text.ts';
import { ping, place } from '../support/traces.ts';

const show = (uri: string) => uri.replace('file:///w/', '');
const plain = stylesFor(false);

test('a diagnostic is one line, with its related places below', () => {
  const related = [{ ...place, message: 'the other one' }];
  const problem = { ...place, severity: 'error' as const, code: 'CODE', message: 'it is wrong', related, fixes: [] };
  expect(problemText(problem, show, plain)).toBe(
    'demo.knet:9:3 error CODE it is wrong\n    demo.knet:9:3 the other one',
  );
  expect(problemText(problem, show, stylesFor(true))).toContain('\u001b[31merror\u001b[39m');
});

test.each([
  [0, 0, 1, 'no errors in 1 file'],
  [1, 2, 3, '1 error, 2 warnings in 3 files'],
  [0, 1, 1, '0 errors, 1 warning in 1 file'],
])('%i errors and %i warnings in %i files', (errors, warnings, files, text) => {
  expect(summaryText({ errors, warnings }, files)).toBe(text);
});

test('a trace tells every step, with the rule and its line', () => {
  expect(traceText(ping, show, plain).split('\n')).toEqual([
    'DELIVERED default/a -> default/b ICMP',
    '  10.244.0.2 > 10.244.1.2',
    '',
    'request',
    '  default/a pod',
    '          sends 10.244.0.2 > 10.244.1.2  ICMP echo-request, ttl 64, 84 bytes',
    '          route default via 10.244.0.1 dev eth0  demo.knet:9:3',
    '    eth0  out 10.244.0.2 > 10.244.1.2  ICMP echo-request, ttl 64, 84 bytes',
    '  node-a node',
    '    veth0|1  in  10.244.0.2 > 10.244.1.2  ICMP echo-request, ttl 64, 84 bytes',
    '             route 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink  demo.knet:9:3',
    '             flannel.1 wraps: VXLAN VNI 1 172.16.0.1 > 172.16.0.2:8472, 134 bytes',
    '    eth0     out 10.244.0.2 > 10.244.1.2  ICMP echo-request, ttl 63, 84 bytes',
    '             wrapped in VXLAN VNI 1 172.16.0.1 > 172.16.0.2:8472, 134 bytes',
    '  default/b pod',
    '      delivered 10.244.0.2 > 10.244.1.2  ICMP echo-request, ttl 62, 84 bytes',
    'reply',
    '  default/b pod',
    '      sends 10.244.0.2 > 10.244.1.2  ICMP echo-reply, ttl 64, 84 bytes',
  ]);
});
