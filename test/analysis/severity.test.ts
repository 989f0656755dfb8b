import { expect, test } from 'vitest';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { readSeverities, withSeverity } from '../../analysis/diagnostics/severity.ts';
import { place } from '../support/traces.ts';

const problem: Problem = { ...place, severity: 'error', code: 'UNUSED', message: '', related: [], fixes: [] };

test.each([
  [{ UNUSED: 'warning' }, 'warning'],
  [{ UNUSED: 'off' }, undefined],
  [{ OTHER: 'off' }, 'error'],
  [{ UNUSED: 'loud' }, 'error'],
  [{ UNUSED: 3 }, 'error'],
  ['nonsense', 'error'],
  [null, 'error'],
  [undefined, 'error'],
  [['UNUSED'], 'error'],
])('with the setting %j the severity is %s', (setting, severity) => {
  expect(withSeverity(problem, readSeverities(setting))?.severity).toBe(severity);
});
