/** What is wrong with the text of a document, before anybody asks what the document says. Offsets within the document. */
export interface TextProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}
