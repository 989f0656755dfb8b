/// <reference types="node" />
import process from 'node:process';
import { requirements } from '../../../lab/verify/requirements.ts';

const found = await requirements();

/** Why there can be no lab here; undefined where there can. */
export const obstacle: string | undefined = found.ready ? undefined : found.reason;

/** As root in CI a lab has to be possible: that it is not is a failure and no reason to pass the tests over. */
export const mustRun: boolean = process.env.CI === 'true' && process.getuid?.() === 0;

export const skips: boolean = obstacle !== undefined && !mustRun;
