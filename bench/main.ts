/// <reference types="node" />
import { check } from './check.ts';
import { diagram } from './diagram/diagram.ts';
import { edit } from './edit/edit.ts';
import { hover } from './hover.ts';
import { limits } from './limits.ts';
import { manifests } from './manifests.ts';
import { networkModel } from './network-model.ts';
import { overlap } from './overlap.ts';
import { reach } from './reach/reach.ts';
import { services } from './services.ts';
import { start } from './start.ts';
import { traces } from './traces.ts';

/** `npm run bench [-- NAME…]`: measures knet beside others in one run and prints the ratios. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  edit,
  overlap,
  check,
  start,
  traces,
  model: networkModel,
  services,
  limits,
  hover,
  reach,
  diagram,
  manifests,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const [name, run] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await run();
process.exit(0);
