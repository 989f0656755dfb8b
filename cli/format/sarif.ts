import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { URI } from 'langium';
import type { Location, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import type { Problem } from '../../analysis/diagnostics/problem.ts';
import { editsOf } from '../../analysis/fixes.ts';
import type { Place } from '../../analysis/places.ts';
import { RULES, type Rule } from '../../network/checks/catalogue.ts';
import type { Fix, Severity } from '../../network/checks/diagnostic.ts';
import manifest from '../../package.json' with { type: 'json' };
import { pageOf } from './pages.ts';

const LEVELS: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', information: 'note' };

/** The folder that paths are relative to, by the name that code scanning gives it. */
const ROOT = '%SRCROOT%';

/**
 * Findings as a SARIF 2.1.0 log (docs.oasis-open.org/sarif/sarif/v2.1.0): all rules with their pages, results with their
 * places, related places and repairs. Lines and columns count from 1, columns in UTF-16 units.
 */
export async function sarifLog(problems: readonly Problem[], cwd: string): Promise<Log> {
  const rules = await Promise.all(RULES.map(ruleOf));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'knet', semanticVersion: manifest.version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, '')}/` } },
        results: problems.map((problem) => resultOf(problem, cwd)),
      },
    ],
  };
}

async function ruleOf({ code, summary, severity }: Rule): Promise<ReportingDescriptor> {
  const page = await pageOf(code);
  return {
    id: code,
    shortDescription: { text: escapeText(summary) },
    ...(page !== undefined && { help: { text: escapeText(summary), markdown: escapeBraces(page) } }),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(problem: Problem, cwd: string): Result {
  const { code, severity, message, related, fixes } = problem;
  const ruleIndex = RULES.findIndex((rule) => rule.code === code);
  const repairs = fixes.flatMap((fix) => fixOf(fix, cwd));
  return {
    ruleId: code,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: escapeText(message) },
    locations: [{ physicalLocation: physical(problem, cwd) }],
    ...(related.length > 0 && { relatedLocations: related.map((one, id) => relatedLocation(one, id, cwd)) }),
    ...(repairs.length > 0 && { fixes: repairs }),
  };
}

function relatedLocation(place: Problem['related'][number], id: number, cwd: string): Location {
  return { id, physicalLocation: physical(place, cwd), message: { text: escapeText(place.message) } };
}

function physical({ uri, range }: Place, cwd: string): PhysicalLocation {
  return { artifactLocation: artifact(uri, cwd), region: regionOf(range) };
}

function regionOf({ start, end }: Place['range']): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** Relative where the file lies below the folder; a URI by itself where it does not. */
function artifact(uri: string, cwd: string): PhysicalLocation['artifactLocation'] {
  const path = relative(cwd, URI.parse(uri).fsPath);
  if (path === '' || path.startsWith('..') || isAbsolute(path)) return { uri };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function fixOf(fix: Fix, cwd: string): NonNullable<Result['fixes']> {
  const artifactChanges = [...editsOf(fix)].map(([uri, edits]) => ({
    artifactLocation: artifact(uri, cwd)!,
    replacements: edits.map(({ range, newText }) => ({
      deletedRegion: regionOf(range),
      insertedContent: { text: newText },
    })),
  }));
  return artifactChanges.length === 0 ? [] : [{ description: { text: escapeText(fix.title) }, artifactChanges }];
}

/** Braces of a message stand for arguments unless doubled (section 3.11.5). */
const escapeBraces = (text: string) => text.replace(/[{}]/g, '$&$&');

/** What looks like a link would be one (section 3.11.6). */
const escapeText = (text: string) => escapeBraces(text).replace(/\[([^\]]*)\](?=\()/g, '\\[$1\\]');
