import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { STATUS, type StatusParams } from '../../../server/protocol.ts';

type Shown = StatusParams['state'] | 'stopped';

const ICONS: Readonly<Record<Shown, string>> = {
  starting: '$(loading~spin)',
  ready: '$(check)',
  busy: '$(sync~spin)',
  error: '$(error)',
  stopped: '$(circle-slash)',
};

/** `knet: ready` in the status bar while a .knet file is active, and always when something is wrong. A click opens the log. */
export function activateStatus(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'knet';
  item.command = 'knet.showLog';
  let wrong = false;

  const show = (state: Shown, detail?: string) => {
    wrong = state === 'error' || state === 'stopped';
    const words = wordsOf(state);
    item.text = `${ICONS[state]} knet: ${words}`;
    item.tooltip = detail ?? vscode.l10n.t('knet language server: {0}. Click for its log.', words);
    item.backgroundColor = state === 'error' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    showOrHide();
  };
  const showOrHide = () => {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (language === 'knet' || language === 'knet-trace' || wrong) item.show();
    else item.hide();
  };

  context.subscriptions.push(
    item,
    vscode.window.onDidChangeActiveTextEditor(showOrHide),
    client.onNotification(STATUS, ({ state, detail }: StatusParams) => show(state, detail)),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) show('starting');
      if (newState === State.Stopped) show('stopped');
    }),
  );
  show('starting');
}

function wordsOf(state: Shown): string {
  switch (state) {
    case 'starting':
      return vscode.l10n.t('starting');
    case 'ready':
      return vscode.l10n.t('ready');
    case 'busy':
      return vscode.l10n.t('working');
    case 'error':
      return vscode.l10n.t('failed');
    case 'stopped':
      return vscode.l10n.t('stopped');
  }
}
