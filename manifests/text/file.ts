import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { ManifestDocument } from './document.ts';
import { DUMP_FROM, FILE_LIMIT } from './limits.ts';
import { splitDocuments } from './split.ts';

/** A YAML or JSON file with Kubernetes objects; documents that an edit did not touch stay the same objects. */
export class ManifestFile {
  readonly uri: string;
  #text = TextDocument.create('', 'yaml', 0, '');
  #documents: readonly ManifestDocument[] = [];
  /** Another object for another text. */
  revision: object = {};
  /** True when the file is larger than what is taken in; it is then as good as empty. */
  tooLarge = false;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.update(text);
  }

  get documents(): readonly ManifestDocument[] {
    return this.#documents;
  }

  /** A document to point at, in a file that may have none. */
  get first(): ManifestDocument {
    return this.#documents[0] ?? new ManifestDocument(this, '', 0);
  }

  get isDump(): boolean {
    return this.text.length >= DUMP_FROM;
  }

  get text(): string {
    return this.#text.getText();
  }

  get textDocument(): TextDocument {
    return this.#text;
  }

  /** Reads the text anew; false when it is what it was. */
  update(text: string): boolean {
    if (text === this.text && this.#documents.length > 0) return false;
    const known = new Map<string, ManifestDocument[]>();
    for (const document of this.#documents) known.set(document.text, [...(known.get(document.text) ?? []), document]);
    this.tooLarge = text.length > FILE_LIMIT;
    this.#text = TextDocument.create(this.uri, 'yaml', 0, this.tooLarge ? '' : text);
    this.#documents = splitDocuments(this.text).map((chunk) => {
      const document = known.get(chunk.text)?.shift() ?? new ManifestDocument(this, chunk.text, chunk.start);
      document.start = chunk.start;
      return document;
    });
    this.revision = {};
    return true;
  }

  /** A range of the file; offsets are those of the file. */
  rangeOf(start: number, end: number): Range {
    return { start: this.#text.positionAt(start), end: this.#text.positionAt(end) };
  }

  documentAt(offset: number): ManifestDocument | undefined {
    return this.#documents.find(({ start, text }) => start <= offset && offset <= start + text.length);
  }
}
