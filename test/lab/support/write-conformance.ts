/// <reference types="node" />
/*
 * Writes docs/conformance.md from what the kernel of this machine does: `npm run conformance`. With `-- models` it leaves
 * what the page says of generated models as it is, which take most of the time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import process from 'node:process';
import { exitCodeOf, summaryOf } from '../../../lab/verify/report.ts';
import { bgpSection } from './bgp-models.ts';
import { addTo, emptyTally, generatedHead, generatedRow, modelHead, modelRow } from './conformance.ts';
import { BACKENDS, COUNT, generate } from './generate.ts';
import { generateCalico, POOLS } from './generate-calico.ts';
import { MODELS, textOf } from './models.ts';
import { verifyText } from './verify-text.ts';

const rows: string[] = [];
for (const model of MODELS) {
  const report = await verifyText(textOf(model));
  if (exitCodeOf(report) === 3 || report.failure) throw new Error(`${model.file}: ${report.failure?.reason}`);
  rows.push(modelRow(model, summaryOf(report)));
  console.log(rows.at(-1));
}

interface Model {
  readonly text: string;
  readonly kind: string;
  readonly fault?: string;
}

/** Rows by kind of model, and one for all of them. */
async function generatedRows(kinds: readonly string[], model: (seed: number) => Model): Promise<string[]> {
  const tallies = new Map(kinds.map((name) => [name, emptyTally()]));
  const all = emptyTally();
  for (let seed = 0; seed < COUNT; seed++) {
    const { text, kind, fault } = model(seed);
    const report = await verifyText(text);
    if (report.failure) throw new Error(`seed ${seed}: ${report.failure.reason}`);
    for (const tally of [tallies.get(kind)!, all]) addTo(tally, summaryOf(report), fault !== undefined);
  }
  return [...[...tallies].map(([name, tally]) => generatedRow(name, tally)), generatedRow('all', all)];
}

const PAGE = new URL('../../../docs/conformance.md', import.meta.url);
const GENERATED = '## Generated models';

async function generatedSection(): Promise<string> {
  // As the tests do: see generated-calico.test.ts.
  process.env.KNET_LAB_BIRD = 'no';
  const flannel = await generatedRows(Object.keys(BACKENDS), (seed) => {
    const model = generate(seed);
    return { ...model, kind: model.backend };
  });
  const calico = await generatedRows(Object.keys(POOLS), (seed) => {
    const model = generateCalico(seed);
    return { ...model, kind: model.pool };
  });
  return `${GENERATED}

Two to six nodes on one or two subnets, sizes at the edges of the MTUs, few hops to live, open and closed ports, and a
fault in a third of them: seeds 0 to ${COUNT - 1} of \`test/lab/support/generate.ts\`.

${[...generatedHead, ...flannel].join('\n')}

The same with Calico: pools with any encapsulation, a mesh, a reflector or no sessions, addresses of blocks that no pod has:
seeds 0 to ${COUNT - 1} of \`test/lab/support/generate-calico.ts\`. A kernel without IPIP leaves those packets unsupported.

${[...generatedHead.map((line) => line.replace('backend', 'pool')), ...calico].join('\n')}
`;
}

function keptSection(): string {
  const page = readFileSync(PAGE, 'utf8');
  return page.slice(page.indexOf(GENERATED));
}

const bgp = await bgpSection();
const generated = process.argv.includes('models') ? keptSection() : await generatedSection();

const page = `# Conformance

What \`knet lab verify\` found: the modelled state built in network namespaces, packets sent through it, captures on every
device compared with the traces ([lab.md](lab.md) says how). Written by \`npm run conformance\` on Linux
${release().split('.').slice(0, 2).join('.')}; do not edit.

A packet is verified when its request, its answer and the ICMP error about it, if any, were seen on exactly the devices
that the trace names, with the same direction, addresses, ports, encapsulation, TTL, length and ICMP type. *Hops* counts
the machines and segments of those traces, *frames* what was compared. *Undecided* is what the model does not claim to
know. Where chance decides, each way counts as a packet, once it was seen; *never taken* are those that chance never took.

${[...modelHead, ...rows].join('\n')}

${bgp}

${generated}`;
writeFileSync(PAGE, page);
