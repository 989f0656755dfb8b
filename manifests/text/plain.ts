/** What a scalar without quotes is to Kubernetes. */
export type Plain =
  | { readonly type: 'null' | 'text' }
  | { readonly type: 'flag'; readonly value: boolean }
  | { readonly type: 'number'; readonly value: number };

const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:[yY]|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:[nN]|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER = /^([-+]?)(0x[\da-f]+|0b[01]+|0o?[0-7]+|0|[1-9]\d*)$/i;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
const NO_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * Reads a scalar as sigs.k8s.io/yaml does, which knows the words of YAML 1.1: `yes` and `off` are flags, `0120` and `0x50`
 * are both 80, `1_000` has three noughts. Dates and times are text to it, and so is `12:30`.
 */
export function readPlain(text: string): Plain {
  if (NULL.test(text)) return { type: 'null' };
  if (TRUE.test(text)) return { type: 'flag', value: true };
  if (FALSE.test(text)) return { type: 'flag', value: false };
  const value = numberOf(text);
  return value === undefined ? { type: 'text' } : { type: 'number', value };
}

function numberOf(text: string): number | undefined {
  if (NO_FINITE.test(text)) return Number.NaN;
  if (!/^[-+.\d]/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const [, sign, whole] = INTEGER.exec(digits) ?? [];
  // What JavaScript reads as decimal is octal with a nought in front.
  if (whole !== undefined) return Number(whole.replace(/^0o?(?=[0-7])/i, '0o')) * (sign === '-' ? -1 : 1);
  return FLOAT.test(digits) ? Number(digits) : undefined;
}
