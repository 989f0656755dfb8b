/** Commands for one namespace in one process, one a line; nothing where there are none. */
export function batch(tool: 'ip' | 'bridge', netns: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `${tool} -n ${netns} -batch - <<'END'\n${lines.join('\n')}\nEND`;
}

/** Lines of one section; empty ones are left out. */
export function section(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

/** Sections with one empty line between them; empty ones are left out. */
export function paragraphs(sections: readonly string[]): string {
  return sections
    .filter((one) => one !== '')
    .map((one) => `${one.trimEnd()}\n`)
    .join('\n');
}
