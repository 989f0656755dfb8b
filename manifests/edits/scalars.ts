import { isScalar, type Node } from 'yaml';

/** Words that YAML's readers take for something else than text: they need quotes to be text. */
const NO_TEXT = /^(?:|~|null|true|false|yes|no|on|off|y|n|[-+]?[\d.][\d._oxa-f:+-]*)$/i;

/** Text that means what it says without quotes. */
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*$/;

/**
 * A value as it is written in place of a node: in the quotes that the node has. `text`: a label is never a number. What else
 * is a number has no quotes, whatever was there before: in quotes it would be the name of a port.
 */
export function scalarText(value: string, old: Node | undefined, { json = false, text = false } = {}): string {
  if (!text && /^\d+$/.test(value)) return value;
  const type = isScalar(old) ? old.type : undefined;
  if (type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  if (json || type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (!PLAIN.test(value) && !/^[\d.:/a-fA-F]+$/.test(value)) return JSON.stringify(value);
  return text && NO_TEXT.test(value) ? JSON.stringify(value) : value;
}
