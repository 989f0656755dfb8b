import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CancellationToken,
} from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver';
import { type Caller, callerAt, callsOf } from '../../analysis/reach/calls.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';

/** What an item carries back: the model that it was asked in, and the workload. */
interface Data {
  readonly model: string;
  readonly id: string;
}

/** "Who can reach this": the callers of a workload are those that its policies, and theirs, let connect to it. */
export const calls: Feature = {
  capabilities: { callHierarchyProvider: true },
  register(session) {
    const { connection } = session;
    connection.languages.callHierarchy.onPrepare(({ textDocument: { uri }, position }, token) =>
      session.answer<CallHierarchyItem[] | null>('call hierarchy', null, uri, token, (model) => {
        const caller = callerAt(model, model.uri, position);
        return caller ? [itemOf(caller, '', model.uri, session)] : null;
      }),
    );
    connection.languages.callHierarchy.onIncomingCalls(({ item }, token) =>
      answer<CallHierarchyIncomingCall>(session, item, 'in', token, (from) => ({ from, fromRanges: [] })),
    );
    connection.languages.callHierarchy.onOutgoingCalls(({ item }, token) =>
      answer<CallHierarchyOutgoingCall>(session, item, 'out', token, (to) => ({ to, fromRanges: [] })),
    );
  },
};

function answer<T>(
  session: Session,
  item: CallHierarchyItem,
  direction: 'in' | 'out',
  token: CancellationToken,
  make: (item: CallHierarchyItem) => T,
): Promise<T[]> {
  const { model: uri, id } = item.data as Data;
  return session.answer<T[]>('call hierarchy', [], uri, token, (model) =>
    callsOf(model, id, direction).map(({ peer, ports }) => make(itemOf(peer, ports, uri, session))),
  );
}

function itemOf(
  { id, name, detail, uri, range, selectionRange }: Caller,
  ports: string,
  model: string,
  session: Session,
) {
  const data: Data = { model, id };
  const words = ports === '' ? detail : `${detail}, ${ports === 'all' ? 'every port' : ports}`;
  return { name, detail: words, kind: SymbolKind.Object, uri: session.spelled(uri), range, selectionRange, data };
}
