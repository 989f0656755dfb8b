import { traceAt } from '../../analysis/questions.ts';
import { sheetOf } from '../../analysis/trace/of-question.ts';
import type { Feature } from '../feature.ts';
import {
  TRACE,
  TRACE_DOCUMENT,
  type TraceDocumentParams,
  type TraceDocumentReply,
  type TraceParams,
  type TraceReply,
} from '../protocol.ts';

export const trace: Feature = {
  capabilities: {},
  register({ connection, answer, spelled }) {
    connection.onRequest(
      TRACE,
      ({ uri, position }: TraceParams, token): Promise<TraceReply> =>
        answer<TraceReply>('trace', null, uri, token, (model) => traceAt(model, model.uri, position) ?? null),
    );
    connection.onRequest(
      TRACE_DOCUMENT,
      ({ uri, line, question }: TraceDocumentParams, token): Promise<TraceDocumentReply> =>
        answer<TraceDocumentReply>('trace document', null, uri, token, async (model) => {
          const sheet = await sheetOf(model, { line, text: question }, () => token.isCancellationRequested);
          if (!sheet) return null;
          const links = sheet.links.map(({ range, target }) => ({
            range,
            target: { ...target, uri: spelled(target.uri) },
          }));
          return { ...sheet, links };
        }),
    );
  },
};
