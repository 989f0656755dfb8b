import * as vscode from 'vscode';
import { pageHtml } from './html.ts';

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
      search: vscode.l10n.t('Find a box (/)'),
      found: vscode.l10n.t('{0} of {1}'),
      view: vscode.l10n.t('What is shown'),
      views: {
        topology: vscode.l10n.t('Networks and machines'),
        addresses: vscode.l10n.t('Address plan'),
        services: vscode.l10n.t('Services'),
        policies: vscode.l10n.t('Policies'),
      },
    },
  });
}
