import { URI } from 'langium';
import { expect, test } from 'vitest';
import { manifestsModel, modelOfManifests } from '../../../analysis/manifests/alone.ts';
import { manifestHoverAt } from '../../../analysis/manifests/hover.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';
const POLICY = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n';
const OTHER = 'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: q}\nspec: {selector: all()}\n';

/** What a hover says of the `n`th object of a file. */
async function hoverOf(text: string, n: number): Promise<string> {
  const uri = URI.parse('file:///w/a.yaml');
  const files = { stat: async () => ({ isDirectory: false }), readBinary: async () => new TextEncoder().encode(text) };
  const model = modelOfManifests(await manifestsModel([uri], files as unknown as Parameters<typeof manifestsModel>[1]));
  const line = text.split('\n').flatMap((one, i) => (one.startsWith('kind:') ? [i] : []))[n]!;
  return manifestHoverAt(model, uri.toString(), { line, character: 7 })?.markdown ?? '';
}

test.each([
  ['a pod that nothing isolates', [POD], 0],
  ['a pod', [POD, POLICY], 0],
  ['a policy', [POD, POLICY], 1],
])('a hover of %s is in doubt where policies of other APIs decide too', async (_what, objects, n) => {
  const doubt = '- may not hold: 1 NetworkPolicy of projectcalico.org, which nobody reads here';
  expect(await hoverOf([...objects, OTHER].join('---\n'), n)).toContain(doubt);
  expect(await hoverOf(objects.join('---\n'), n)).not.toContain('may not hold');
});
