import { cidrPodVpc } from './addresses/cidr-pod-vpc.ts';
import { cidrSvcOverlap } from './addresses/cidr-svc-overlap.ts';
import { cidrSyntax } from './addresses/cidr-syntax.ts';
import { subnetOutside } from './addresses/subnet-outside.ts';
import { subnetOverlap } from './addresses/subnet-overlap.ts';
import type { Check } from './diagnostic.ts';
import { svcNoEndpoint } from './services/svc-no-endpoint.ts';
import { duplicateName } from './statements/duplicate-name.ts';
import { expectFailed } from './statements/expect-failed.ts';
import { insufficientInfo } from './statements/insufficient-info.ts';
import { traceNoEnd } from './statements/trace-no-end.ts';

/** What a list of rules (SARIF, the index of the documentation, a setting) needs to know of each. */
export type Rule = Pick<Check, 'code' | 'severity' | 'summary'>;

/** The checks over a topology, in the order in which they run: cheap ones first. */
export const CHECKS: readonly Check[] = [
  duplicateName,
  cidrSyntax,
  cidrPodVpc,
  cidrSvcOverlap,
  subnetOutside,
  subnetOverlap,
  svcNoEndpoint,
  traceNoEnd,
  expectFailed,
  insufficientInfo,
];

/** What the reader of `.knet` text finds by itself, before there is a topology. */
const TEXT_RULES: readonly Rule[] = [
  { code: 'SYNTAX', severity: 'error', summary: 'The text cannot be read here' },
  { code: 'UNRESOLVED', severity: 'error', summary: 'A name that nothing in the model bears' },
  { code: 'UNKNOWN-FIELD', severity: 'error', summary: 'A field or a value that the declaration does not have' },
  { code: 'IMPORT', severity: 'error', summary: 'An imported file is missing, cyclic or outside the workspace' },
];

/** Every code that a diagnostic of knet may have. */
export const RULES: readonly Rule[] = [...TEXT_RULES, ...CHECKS];
