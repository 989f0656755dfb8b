import { isScalar, type Node } from 'yaml';

/** Words that YAML's readers take for something else than text: they need quotes to be text. */
const NO_TEXT = /^(?:|~|null|true|false|yes|no|on|off|y|n|[-+]?[\d.][\d._eExXa-fA-F:+-]*)$/i;

/** Text that means what it says without quotes. */
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*$/;

/** A value as it is written in place of a node: in the quotes that the node has. `text`: a label is never a number. */
export function scalarText(value: string, old: Node | undefined, { json = false, text = false } = {}): string {
  const type = isScalar(old) ? old.type : undefined;
  if (type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  if (json) return type === 'PLAIN' && /^\d+$/.test(value) ? value : JSON.stringify(value);
  if (type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (!PLAIN.test(value) && !/^[\d.:/a-fA-F]+$/.test(value)) return JSON.stringify(value);
  return text && NO_TEXT.test(value) ? JSON.stringify(value) : value;
}
