import { traceAt } from '../../analysis/questions.ts';
import type { Feature } from '../feature.ts';
import { TRACE, type TraceParams, type TraceReply } from '../protocol.ts';

export const trace: Feature = {
  capabilities: {},
  register({ connection, answer }) {
    connection.onRequest(
      TRACE,
      ({ uri, position }: TraceParams, token): Promise<TraceReply> =>
        answer<TraceReply>('trace', null, uri, token, (model) => traceAt(model, model.uri, position) ?? null),
    );
  },
};
