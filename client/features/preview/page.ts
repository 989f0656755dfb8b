import * as vscode from 'vscode';
import { pageHtml } from './html.ts';
import type { PlayerTexts } from './texts.ts';

/** Where the page's script and style sheet lie. */
export const webviewFolder = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'webview');

/** The preview's page for a webview, in the reader's language. */
export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extension), name)).toString();
  return pageHtml({
    language: vscode.env.language,
    title: vscode.l10n.t('Diagram'),
    script: file('preview.js'),
    style: file('preview.css'),
    cspSource: webview.cspSource,
    texts: {
      tools: vscode.l10n.t('View'),
      zoomIn: vscode.l10n.t('Zoom in (+)'),
      zoomOut: vscode.l10n.t('Zoom out (−)'),
      fit: vscode.l10n.t('Fit into the window (0)'),
      pin: vscode.l10n.t('Stay with this file'),
      export: vscode.l10n.t('Save as SVG or PNG…'),
      search: vscode.l10n.t('Find a box (/)'),
      found: vscode.l10n.t('{0} of {1}'),
      view: vscode.l10n.t('What is shown'),
      views: {
        topology: vscode.l10n.t('Networks and machines'),
        addresses: vscode.l10n.t('Address plan'),
        services: vscode.l10n.t('Services'),
        policies: vscode.l10n.t('Policies'),
      },
      player: playerTexts(),
    },
  });
}

const playerTexts = (): PlayerTexts => ({
  player: vscode.l10n.t('Trace'),
  close: vscode.l10n.t('Close the trace (Escape)'),
  first: vscode.l10n.t('First step (Home)'),
  back: vscode.l10n.t('Step back (p)'),
  play: vscode.l10n.t('Play (Space)'),
  pause: vscode.l10n.t('Pause (Space)'),
  step: vscode.l10n.t('Next step (n)'),
  last: vscode.l10n.t('Last step (End)'),
  branch: vscode.l10n.t('Which of the possible ways is shown'),
  seek: vscode.l10n.t('Step'),
  keys: vscode.l10n.t('Player'),
  groups: vscode.l10n.t('Parts of the way'),
  position: vscode.l10n.t('{0} of {1}'),
  ways: {
    lookup: vscode.l10n.t('DNS question'),
    answer: vscode.l10n.t('DNS answer'),
    request: vscode.l10n.t('Request'),
    reply: vscode.l10n.t('Reply'),
    error: vscode.l10n.t('Error'),
  },
  declared: vscode.l10n.t('Show where it is declared: {0}'),
  headers: vscode.l10n.t('Headers'),
  added: vscode.l10n.t('new'),
  gone: vscode.l10n.t('taken off: {0}'),
  room: vscode.l10n.t('{0} of the {1} bytes that {2} takes, {3} are free'),
  tooLong: vscode.l10n.t('{0} bytes, {3} more than the {1} that {2} takes'),
  repair: vscode.l10n.t('Repair: {0}'),
  remaining: vscode.l10n.t('not shown: {0} of the choices'),
  nothing: vscode.l10n.t('No packet is sent.'),
  from: vscode.l10n.t('From {0}. Now choose where to: t on a box, or its menu.'),
  noSource: vscode.l10n.t('Choose first where from: f on a box, or its menu.'),
});
