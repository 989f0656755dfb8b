/// <reference types="node" />
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { withClient } from '../support/lsp.ts';

/** A cluster in which nothing is wrong and of which every word may be edited. */
const clusterOf = (name: string, n: number) => `network lan-${name} { cidr 192.168.${n}.0/24  gateway 192.168.${n}.1 }
cluster ${name} {
  podCIDR     10.${100 + n}.0.0/16
  serviceCIDR 172.${16 + n}.0.0/16
  cni calico { ipPool pods { cidr 10.${100 + n}.0.0/16 } }
  node ${name}1 { in lan-${name}  ip 192.168.${n}.11 }
  namespace default {
    deployment web-${name} { replicas 3  labels app=web  port http 8080/TCP }
    deployment job-${name} { replicas 2  labels app=job }
    service web-${name} { selector app=web  port 80/TCP -> http }
    networkPolicy web-${name} {
      podSelector app=web
      ingress { from podSelector app=job  port http }
    }
  }
}
`;
const TEXT = clusterOf('a', 1) + clusterOf('b', 2);

/** Of what checks find in a cluster by itself, with others, or not at all. */
const EDITS: readonly (readonly [from: RegExp, to: string])[] = [
  [/http 8080/, 'other 8080'],
  [/-> http/, '-> nothing'],
  [/labels app=job/, 'labels app=jab'],
  [/selector app=web {2}port/, 'selector app=wob  port'],
  [/podSelector app=job/, 'podSelector app=web'],
  [/replicas 3/, 'replicas 300'],
  [/172\.17\.0\.0/, '172.18.0.0'],
  [/ip 192\.168\.2\.11/, 'ip 192.168.1.11'],
  [/maxPods 5\n/, ''],
  [/ {2}node b1/, '  maxPods 5\n  node b1'],
  [/^/, '// everything below moves\n'],
  [/networkPolicy web-b/, 'networkPolicy wob-b'],
];

const edited = (text: string, [from, to]: (typeof EDITS)[number]) => text.replace(from, to);

/** One after the other, now and then from the beginning again, which takes all of them back. */
const steps = fc.array(fc.option(fc.constantFrom(...EDITS), { freq: 4 }), { minLength: 2, maxLength: 6 });

test('after any edits a file has the diagnostics that it has when it is opened', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (edits) =>
      withClient({}, async (client) => {
        await client.open('edited.knet', TEXT);
        let text = TEXT;
        for (const edit of edits) {
          text = edit ? edited(text, edit) : TEXT;
          await client.change('edited.knet', text);
          const found = await client.diagnosticsOf('edited.knet');
          await withClient({}, async (fresh) => {
            await fresh.open('edited.knet', text);
            expect(found).toEqual(await fresh.diagnosticsOf('edited.knet'));
          });
        }
      }),
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 6) },
  );
}, 120_000);

/** Its rule and that of web-a are about different ports: packets have to be held against both ends to see it. */
const ONE_SIDED =
  'networkPolicy job-a { podSelector app=job  egress { to podSelector app=web  port 9999/TCP } }\n    $&';

test('what is quickly found is shown before the rest, also where no statement is made', async () =>
  withClient({}, async (client) => {
    const shown = vi.spyOn(client.diagnostics, 'set');
    await client.open('quick.knet', TEXT.replace('-> http', '-> nothing').replace('networkPolicy web-a', ONE_SIDED));
    await client.settled();
    const codes = shown.mock.calls.map(([, found]) => found.map(({ code }) => code));
    expect(codes[0]).toContain('SVC-TARGET-PORT');
    expect(codes[0]).not.toContain('NP-ONE-SIDED');
    expect(codes.at(-1)).toContain('NP-ONE-SIDED');
  }));
