import * as vscode from 'vscode';
import type { ImageFormat, ToPage } from './messages.ts';

/** Milliseconds in which a page that was shown just now has loaded and drawn. */
const PATIENCE = 20_000;

/** Asks the page for images, one at a time: it has the colours of the theme, and a canvas. */
export interface Exporting {
  ask(format: ImageFormat): Promise<Uint8Array>;
  /** The page's answer: SVG as text, PNG as base64; empty where it has no picture. */
  receive(format: ImageFormat, content: string): void;
}

export function exporting(send: (message: ToPage) => void): Exporting {
  let answered: ((content: string) => void) | undefined;
  return {
    async ask(format) {
      const content = await new Promise<string>((resolve) => {
        answered = resolve;
        setTimeout(resolve, PATIENCE, '');
        send({ type: 'export', format });
      });
      if (content === '') throw new Error(vscode.l10n.t('There is no picture of this text yet.'));
      return bytesOf(format, content);
    },
    receive: (_, content) => answered?.(content),
  };
}

const bytesOf = (format: ImageFormat, content: string): Uint8Array =>
  format === 'svg'
    ? new TextEncoder().encode(content)
    : Uint8Array.from(atob(content), (one) => one.codePointAt(0) ?? 0);

/** What is exported: an open preview. */
interface Source {
  readonly panel: vscode.WebviewPanel;
  readonly document: vscode.Uri | undefined;
  image(format: ImageFormat): Promise<Uint8Array>;
}

/** Writes the picture that is shown to a file; which one is asked, unless it is named, and its ending tells the format. */
export async function exportDiagram(preview: Source, target?: vscode.Uri): Promise<void> {
  const file = target ?? (await vscode.window.showSaveDialog(dialogFor(preview.document)));
  if (!file) return;
  // A page that is not in view is not there at all.
  if (!preview.panel.visible) preview.panel.reveal(undefined, true);
  const format = /\.png$/i.test(file.path) ? 'png' : 'svg';
  try {
    await vscode.workspace.fs.writeFile(file, await preview.image(format));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The diagram could not be saved: {0}', reason));
  }
}

function dialogFor(document: vscode.Uri | undefined): vscode.SaveDialogOptions {
  const filters = { [vscode.l10n.t('SVG image')]: ['svg'], [vscode.l10n.t('PNG image')]: ['png'] };
  const beside = document?.with({ path: `${document.path.replace(/\.knet$/, '')}.svg` });
  return { filters, ...(beside && beside.scheme !== 'untitled' && { defaultUri: beside }) };
}
