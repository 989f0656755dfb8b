import { URI } from 'langium';
import { type CancellationToken, type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { type HoverAnswer, hoverAt } from '../../analysis/hover/hover.ts';
import { manifestHoverAt } from '../../analysis/manifests/hover.ts';
import { isManifestName } from '../../analysis/manifests/search.ts';
import type { Feature } from '../feature.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Session } from '../session.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(session) {
    session.connection.onHover(({ textDocument: { uri }, position }, token) => {
      if (isManifestName(URI.parse(uri))) return manifestHover(session, uri, position, token);
      return session.answer('hover', null, uri, token, (model) => {
        const found = hoverAt(model, model.uri, position);
        if (!found) return null;
        const value = withLink(found, uri, session.initializationOptions);
        return { contents: { kind: MarkupKind.Markdown, value }, range: found.range };
      });
    });
  },
};

const manifestHover = (session: Session, written: string, position: Position, token: CancellationToken) =>
  session.answerManifest<Hover | null>('hover', null, written, token, (model, uri) => {
    const found = manifestHoverAt(model, uri, position);
    return found ? { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: found.range } : null;
  });

/** Over a statement the first line, which is in view however long the rest is, leads to the whole trace and its player. */
function withLink({ markdown, range, statement }: HoverAnswer, uri: string, options: InitializationOptions): string {
  if (!statement) return markdown;
  const links = [options.hoverLink, options.play].flatMap((one) => (one ? [linkOf(one, uri, range.start.line)] : []));
  const [head, ...rest] = markdown.split('\n\n');
  return [[head, ...links].join(' · '), ...rest].join('\n\n');
}

function linkOf({ command, title }: NonNullable<InitializationOptions['hoverLink']>, uri: string, line: number) {
  const target = `command:${command}?${encodeURIComponent(JSON.stringify([uri, line]))}`;
  // A parenthesis would end the link, and encodeURIComponent leaves it as it is.
  return `[${title}](${target.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
