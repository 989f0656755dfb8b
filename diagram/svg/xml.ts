const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Anything but printable ASCII without the entities above. */
const NOT_PLAIN = /[^ !#-%(-;=?-~]/;

/** Text as it stands in an element or in a quoted attribute; characters that XML 1.0 does not know are left out. */
export function escapeXml(text: string): string {
  // Nearly all that a picture says, and looking at each character apart would be most of what drawing it takes.
  if (!NOT_PLAIN.test(text)) return text;
  return [...text]
    .filter(known)
    .map((one) => ENTITIES[one] ?? one)
    .join('');
}

const known = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 32) return character === '\t' || character === '\n' || character === '\r';
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
};

/** An element. Attributes that are undefined are left out; children are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  let written = '';
  for (const key in attributes) {
    const value = attributes[key];
    // A line break as it stands would be read as a space.
    if (value !== undefined) written += ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`;
  }
  const content = children.join('');
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}
