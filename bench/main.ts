/// <reference types="node" />
import { edit } from './edit/edit.ts';

/** `npm run bench [-- NAME…]`: measures knet beside others in one run and prints the ratios. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = { edit };

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await run();
process.exit(0);
