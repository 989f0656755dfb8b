import type { Frame } from '../../network/trace/result.ts';
import { type Header, headersOf, type Macs, remember } from '../trace/headers.ts';
import type { Layer, ShownFrame } from './playback.ts';

/** Reads the frames of one way in their order: each beside the one before it. */
export class FrameReader {
  readonly #inner: (Macs | undefined)[] = [];
  #before: readonly Header[] | undefined;

  read(frame: Frame): ShownFrame {
    const headers = headersOf(frame, this.#inner);
    remember(this.#inner, frame);
    const before = this.#before;
    this.#before = headers;
    if (!before) return { layers: headers.map((header) => layerOf(header, header)), gone: [] };
    const pairs = paired(headers, before);
    const kept = new Set(pairs.values());
    return {
      layers: headers.map((header) => layerOf(header, pairs.get(header))),
      gone: before.filter((header) => !kept.has(header)).map(({ name }) => name),
    };
  }
}

/**
 * Headers of two frames that are the same one, from the innermost outwards: what a tunnel adds and takes away is outside.
 */
function paired(now: readonly Header[], before: readonly Header[]): Map<Header, Header> {
  const found = new Map<Header, Header>();
  let [a, b] = [now.length - 1, before.length - 1];
  for (; a >= 0 && b >= 0 && now[a]!.name === before[b]!.name; a--, b--) found.set(now[a]!, before[b]!);
  return found;
}

function layerOf({ name, depth, fields }: Header, before: Header | undefined): Layer {
  const known = new Map(before?.fields);
  return {
    name,
    depth,
    ...(before ? {} : { added: true as const }),
    fields: fields.map(([field, value]) => {
      const changed = before !== undefined && known.get(field) !== value;
      return { name: field, value, ...(changed && { changed }) };
    }),
  };
}
