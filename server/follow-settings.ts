import { type ClientCapabilities, DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

/**
 * Asks for the settings now and whenever they change. A client that cannot be asked sends them with the notification,
 * or as `initializationOptions.settings`.
 */
export async function followSettings(session: Session, client: ClientCapabilities, again: () => void): Promise<void> {
  const { connection } = session;
  const use = (section: unknown) => {
    const settings = readSettings(section);
    if (JSON.stringify(settings) === JSON.stringify(session.settings)) return;
    session.settings = settings;
    again();
  };
  const canAsk = client.workspace?.configuration === true;
  const ask = async () => use(await connection.workspace.getConfiguration('knet'));
  connection.onDidChangeConfiguration(({ settings }) => {
    if (canAsk) ask().catch((error) => session.defect('settings', error));
    else use(settings?.knet ?? settings);
  });
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'knet' });
  }
  if (canAsk) await ask();
  else use(session.initializationOptions.settings);
}
