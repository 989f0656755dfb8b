import { openKnet, replaceName } from './edit/knet.ts';
import { ms, sideBySide, table } from './measure.ts';
import { textOf } from './text.ts';

const LINES = 10_000;
const QUESTION = 'trace  c0/team-3/app-0-0';

/** A hover over a trace: when nothing else is going on, and right behind a keystroke. */
export async function hover(): Promise<void> {
  const client = await openKnet(textOf(LINES));
  const [idle, behind] = await sideBySide(
    9,
    () => client.ask('textDocument/hover', QUESTION),
    async () => {
      const edited = replaceName(client);
      const asked = await client.ask('textDocument/hover', QUESTION);
      await edited;
      return asked;
    },
  );
  table(`Hover over a trace in a file of ${LINES} lines`, ['idle', 'right behind an edit'], [[ms(idle!), ms(behind!)]]);
}
