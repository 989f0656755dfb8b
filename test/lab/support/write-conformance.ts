/// <reference types="node" />
/* Writes docs/conformance.md from what the kernel of this machine does: `npm run conformance`. */
import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { exitCodeOf, summaryOf } from '../../../lab/verify/report.ts';
import { addTo, emptyTally, generatedHead, generatedRow, modelHead, modelRow } from './conformance.ts';
import { BACKENDS, COUNT, generate } from './generate.ts';
import { MODELS, textOf } from './models.ts';
import { verifyText } from './verify-text.ts';

const rows: string[] = [];
for (const model of MODELS) {
  const report = await verifyText(textOf(model));
  if (exitCodeOf(report) === 3 || report.failure) throw new Error(`${model.file}: ${report.failure?.reason}`);
  rows.push(modelRow(model, summaryOf(report)));
}

const tallies = new Map(Object.keys(BACKENDS).map((name) => [name, emptyTally()]));
const all = emptyTally();
for (let seed = 0; seed < COUNT; seed++) {
  const { text, backend, fault } = generate(seed);
  const report = await verifyText(text);
  if (report.failure) throw new Error(`seed ${seed}: ${report.failure.reason}`);
  for (const tally of [tallies.get(backend)!, all]) addTo(tally, summaryOf(report), fault !== undefined);
}

const page = `# Conformance

What \`knet lab verify\` found: the modelled state built in network namespaces, packets sent through it, captures on every
device compared with the traces ([lab.md](lab.md) says how). Written by \`npm run conformance\` on Linux
${release().split('.').slice(0, 2).join('.')}; do not edit.

A packet is verified when its request, its answer and the ICMP error about it, if any, were seen on exactly the devices
that the trace names, with the same direction, addresses, ports, encapsulation, TTL, length and ICMP type. *Hops* counts
the machines and segments of those traces, *frames* what was compared. *Undecided* is what the model does not claim to
know.

${[...modelHead, ...rows].join('\n')}

## Generated models

Two to six nodes on one or two subnets, sizes at the edges of the MTUs, few hops to live, open and closed ports, and a
fault in a third of them: seeds 0 to ${COUNT - 1} of \`test/lab/support/generate.ts\`.

${[...generatedHead, ...[...tallies].map(([name, tally]) => generatedRow(name, tally)), generatedRow('all', all)].join('\n')}
`;
writeFileSync(new URL('../../../docs/conformance.md', import.meta.url), page);
