/**
 * Text without the characters that tell a terminal to do something, but for the colours that knet writes itself: what is
 * printed is in part what stands in files of anybody.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about.
  return text.replace(/\u001b\[[\d;]*[mK]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, (found) =>
    found.length > 1 ? found : '\ufffd',
  );
}
