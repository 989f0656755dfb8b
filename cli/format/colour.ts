import type { Severity } from '../../network/checks/diagnostic.ts';

const sgr = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string) => text;

/** The few styles that the output has; each is the identity where colours make no sense. */
export interface Styles {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly severity: Readonly<Record<Severity, (text: string) => string>>;
}

const COLOURED: Styles = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  severity: { error: sgr(31, 39), warning: sgr(33, 39), information: sgr(36, 39) },
};

const PLAIN: Styles = {
  bold: plain,
  dim: plain,
  good: plain,
  severity: { error: plain, warning: plain, information: plain },
};

export const stylesFor = (colour: boolean): Styles => (colour ? COLOURED : PLAIN);
