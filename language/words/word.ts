/** What hover says about a keyword. */
export interface Word {
  /** One or two sentences in the field's own terms. */
  readonly text: string;
  /** What holds when the field is not written. */
  readonly default?: string;
  /** The field of a manifest, a configuration file or a cloud's API that it stands for. */
  readonly yaml?: string;
  /** Where the keyword means something else: by the type of the block that it stands in. */
  readonly in?: Readonly<Record<string, Omit<Word, 'in'>>>;
}

export type Words = Readonly<Record<string, Word>>;
