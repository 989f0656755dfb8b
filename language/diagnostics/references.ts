import { AstUtils, DocumentState, type LangiumDocument, type ReferenceInfo } from 'langium';
import * as ast from '../generated/ast.ts';
import { refOf } from '../lowering/context.ts';
import { isManifests } from '../manifests.ts';
import { importsOf, isCyclic, modelDocuments } from '../model.ts';
import { originOf } from '../origins.ts';
import { isAmbiguous } from '../scoping/resolve.ts';
import { namesFor, resolveReference } from '../scoping/scope-provider.ts';
import { nearest } from '../spelling.ts';
import { didYouMean, oneOf, question, type Report } from './report.ts';

/** Names that nothing bears, or that several things bear. */
export function reportReferences(report: Report): void {
  const elsewhere = hasManifests(report.document);
  const incomplete = lacksImport(report.document);
  for (const info of unresolved(report.document)) {
    const mayBeElsewhere = incomplete || (elsewhere && mayBeYaml(info));
    if (!mayBeElsewhere || isAmbiguous(resolveReference(info, ast.reflection))) reportReference(report, info);
  }
}

/** References that lead nowhere: linking has noted them, and a text that is not linked yet is linked here. */
function unresolved(document: LangiumDocument): ReferenceInfo[] {
  if (document.state < DocumentState.Linked)
    for (const node of AstUtils.streamAst(document.parseResult.value))
      for (const { reference } of AstUtils.streamReferences(node)) if ('ref' in reference) refOf(reference);
  return document.references.flatMap(({ error }) => error?.info ?? []);
}

function reportReference(report: Report, info: ReferenceInfo): void {
  const { container, property, index, reference } = info;
  const origin = originOf(container, property, index);
  const resolution = resolveReference(info, ast.reflection);
  if (isAmbiguous(resolution)) {
    const things = resolution.found.map((one) => `${one.keyword} ${one.path.join('/')}`);
    report.add(
      'UNRESOLVED',
      origin,
      `${reference.$refText} may be ${oneOf(things)}: put the kind or the cluster in front`,
    );
    return;
  }
  const meant = likely(reference.$refText, namesFor(info, ast.reflection));
  const message = `no ${WHAT[ast.reflection.getReferenceType(info)] ?? 'object'} is called ${reference.$refText}${question(meant)}`;
  report.add('UNRESOLVED', origin, message, didYouMean(container, property, index, meant));
}

const WHAT: Readonly<Record<string, string>> = {
  Segment: 'network or subnet',
  Machine: 'node',
  SecurityGroup: 'security group',
  Peer: 'network or VPC',
  ServiceLike: 'service',
  Hop: 'gateway or machine',
  Cluster: 'cluster',
  DockerContainer: 'container',
  DockerBridge: 'bridge',
  Overlay: 'overlay',
  NetworkPolicy: 'networkPolicy',
  NamespaceLike: 'namespace',
  Target: 'pod, service, machine or network',
};

/** A name that ends as the wanted one does (`zone-h` for `shop/zone-h`), else the one that is spelt most like it. */
function likely(text: string, names: readonly string[]): string | undefined {
  const wildcard = text.endsWith('/*') ? '/*' : '';
  const wanted = text.slice(0, text.length - wildcard.length);
  const qualified = names.filter((name) => name.endsWith(`/${wanted}`));
  const meant = qualified.length === 1 ? qualified[0] : nearest(wanted, names);
  return meant === undefined ? undefined : meant + wildcard;
}

/** Ends of questions, policies, and Services that something leads to: what manifests may declare. */
const mayBeYaml = ({ container, property }: ReferenceInfo) =>
  ast.isEndpoint(container) || ast.isServiceRef(container) || property === 'policy';

/** YAML of the cluster may declare what the text does not: whether a name exists is then for others to say. */
const hasManifests = (document: LangiumDocument) =>
  modelDocuments(document).some((one) =>
    ((one.parseResult.value as ast.Model).items ?? []).some(
      (item) => (ast.isCluster(item) || ast.isExtend(item)) && item.fields?.some(isManifests),
    ),
  );

/** What a missing file would have declared is not known: IMPORT says so, once. */
const lacksImport = (document: LangiumDocument) =>
  modelDocuments(document).some((one) => importsOf(one).some((imported) => imported.node.path && !imported.document));

/** Imports that lead nowhere, outside, or back. */
export function reportImports(report: Report): void {
  const { document } = report;
  for (const imported of importsOf(document)) {
    const { node, uri, inside } = imported;
    const origin = originOf(node, 'path');
    if (!node.path) continue;
    if (!uri) report.add('IMPORT', origin, `${node.path} is no path: write one relative to this file, with /`);
    else if (!inside) report.add('IMPORT', origin, `${node.path} lies outside the workspace`);
    else if (!imported.document) report.add('IMPORT', origin, `${node.path} does not exist`);
    else if (isCyclic(document, imported))
      report.add('IMPORT', origin, cycleMessage(document, imported.document, node.path));
  }
}

const cycleMessage = (document: LangiumDocument, imported: LangiumDocument, path: string) =>
  imported === document ? 'a file cannot import itself' : `${path} imports this file in turn: neither can come first`;
