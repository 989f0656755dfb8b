import { describe, expect, test } from 'vitest';
import { CHANGED } from '../../server/protocol.ts';
import { withClient } from '../support/lsp.ts';

/** Tens of thousands of packets have to be followed for the statements. */
const MANY = `network lan { cidr 192.168.10.0/24 }
cluster c {
  cni flannel { backend vxlan }
  nodes w 4 { in lan }
  namespace default { deployment web { replicas 60  port 80/TCP } }
}
${'expect default/* can reach default/*:80/TCP\n'.repeat(20)}expect default/web-0 can reach default/web-1:81/TCP
`;

/** The name of the cluster. */
const PLACE = { line: 1, character: 8 };

const settledBefore = (notifications: readonly { readonly method: string }[]) =>
  notifications.filter(({ method }) => method === CHANGED).length;

describe('while the packets of a statement are followed', () => {
  test('a hover is answered, and what else is wrong is shown', async () =>
    withClient({}, async (client) => {
      await client.open('many.knet', MANY);
      const hover = await client.hover('many.knet', PLACE);
      expect(hover).not.toBeNull();
      expect(settledBefore(client.notifications)).toBe(0);
      const found = await client.diagnosticsOf('many.knet');
      expect(found.map(({ code }) => code)).toEqual(['EXPECT-FAILED']);
      expect(settledBefore(client.notifications)).toBe(1);
    }));

  test('an edit ends them', async () =>
    withClient({}, async (client) => {
      await client.open('many.knet', MANY);
      await client.hover('many.knet', PLACE);
      await client.change('many.knet', MANY.replace('replicas 60', 'replicas 59'));
      await client.hover('many.knet', PLACE);
      await client.change('many.knet', MANY.replace(/^expect .*$/gm, ''));
      expect(await client.diagnosticsOf('many.knet')).toEqual([]);
      expect(settledBefore(client.notifications)).toBe(1);
    }));
});
