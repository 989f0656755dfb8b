import { summaryOf } from '../../../lab/verify/report.ts';
import { type LabModel, textOf } from './models.ts';
import { verifyText } from './verify-text.ts';

const of = (name: string, file: string, speakers: number) => ({ name, file: `test/lab/models/bgp/${file}`, speakers });

/** Models whose routes a BIRD has to learn, and how many speakers run in each. */
export const BGP_MODELS: readonly (LabModel & { readonly speakers: number })[] = [
  of('mesh', 'mesh.knet', 3),
  of('route reflector', 'reflector.knet', 3),
  of('one of two reflectors stopped', 'reflector-down.knet', 4),
  of('no mesh and no reflector', 'mesh-off.knet', 3),
  of('a router as peer', 'router.knet', 4),
  of('a router of another AS as peer', 'router-of-another-as.knet', 4),
  of('pools with tunnels', 'tunnels.knet', 4),
];

type Report = Awaited<ReturnType<typeof verifyText>>;

const bgpHead = [
  '| model | file | speakers | routes by BIRD | packets verified | mismatched | unsupported |',
  '|---|---|---|---|---|---|---|',
];

/** The row of a model in docs/conformance.md. */
export function bgpRow({ name, file }: LabModel, report: Report): string {
  const { verified, mismatch, unsupported } = summaryOf(report);
  const tables = report.tables ?? [];
  const routes = tables.reduce((sum, one) => sum + one.routes, 0);
  return `| ${name} | \`${file}\` | ${tables.length} | ${routes} | ${verified} | ${mismatch} | ${unsupported} |`;
}

/** The part of docs/conformance.md about BIRD; it needs one. */
export async function bgpSection(): Promise<string> {
  const rows: string[] = [];
  for (const model of BGP_MODELS) {
    const report = await verifyText(textOf(model));
    if (report.failure || !report.tables)
      throw new Error(`${model.file}: ${report.failure?.reason ?? 'no BIRD 2 here'}`);
    rows.push(bgpRow(model, report));
  }
  return `## Calico over BIRD

A BIRD 2 in the namespace of each node, told what Calico's would be told: its routes in the kernel are those of the model's
tables. Routes by tunnels are written by the lab. A kernel without IPIP leaves packets that need it unsupported.

${[...bgpHead, ...rows].join('\n')}`;
}
