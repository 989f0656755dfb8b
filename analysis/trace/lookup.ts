import type { Lookup } from '../../network/trace/result.ts';

/** What a resolver asked for and was told, a line each, the name itself first. */
export function lookupLines({ name, queries, trace }: Lookup<unknown>): string[] {
  const server = trace.flow.destinationAddress;
  return [
    `looks up "${name}"${server === undefined ? '' : ` at ${server}`}`,
    ...queries.flatMap((query) => query.answer.map((answer) => `${query.name}. ${said(query.name, answer)}`)),
  ];
}

/** A record begins with the name that it is about; the name that was asked for need not be said twice. */
function said(asked: string, answer: string): string {
  return answer.startsWith(`${asked}. `) ? answer.slice(asked.length + 2) : answer;
}
