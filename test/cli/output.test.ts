import { expect, test } from 'vitest';
import { knet } from '../support/cli.ts';

test.each([
  [['draw'], 'nowhere/picture.svg'],
  [['lab', 'export'], 'nowhere/lab.sh'],
])('%s into a folder that is not there is wrong usage', async (verb, path) => {
  const { code, out, err } = await knet([...verb, 'examples/flannel-vxlan.knet', '--output', path]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^knet: ${path} cannot be written: ENOENT`));
  expect(err).not.toContain('    at ');
});
