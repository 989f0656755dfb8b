/** Commands for one namespace in one process, one a line; nothing where there are none. */
export function batch(tool: 'ip' | 'bridge', netns: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `${tool} -n ${netns} -batch - <<'END'\n${lines.join('\n')}\nEND`;
}

/** Sections with one empty line between them; empty parts are left out. */
export function paragraphs(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => `${part.replace(/\n+$/, '').replace(/\n{2,}/g, '\n')}\n`)
    .join('\n');
}
