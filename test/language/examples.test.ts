import { describe, expect, test } from 'vitest';
import { syntaxDiagnostics } from '../../language/diagnostics.ts';
import { EXAMPLES } from './support/examples.ts';
import { lowerDocument, parse } from './support/knet.ts';

describe.each(EXAMPLES)('%s', (_name, text) => {
  test('has nothing wrong with its text', async () => {
    const document = await parse(text);
    expect(document.parseResult.parserErrors).toEqual([]);
    expect(syntaxDiagnostics(document).map((one) => one.message)).toEqual([]);
  });

  test('lowers without findings, and every end of a statement is something', async () => {
    const topology = lowerDocument(await parse(text));
    expect(topology.findings).toEqual([]);
    const statements = [...topology.traces, ...topology.expects];
    expect(statements).toHaveLength(text.match(/^(trace|expect)\s/gm)?.length ?? 0);
    expect(statements.flatMap(({ from, to }) => [from.kind, to.kind])).not.toContain('unresolved');
  });

  test('has no policy that cannot be read', async () => {
    const policies = lowerDocument(await parse(text)).clusters.flatMap((cluster) =>
      cluster.namespaces.flatMap((namespace) => namespace.policies),
    );
    expect(policies).toHaveLength(text.match(/networkPolicy \S+ \{/g)?.length ?? 0);
    expect(policies.filter((policy) => policy.broken)).toEqual([]);
  });
});
