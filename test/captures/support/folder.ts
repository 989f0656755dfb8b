/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Capture } from '../../support/captures.ts';

/** What a command printed on a real machine, and the model that says the same machine. */
export interface TableCapture {
  readonly name: string;
  readonly command: string;
  readonly model: string;
  readonly machine: string;
  readonly text: string;
}

/** The frames of one packet, as captures on every device of a real kernel showed them. */
export interface ProbeCapture {
  readonly name: string;
  readonly model: string;
  readonly capture: Capture;
}

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));
const LAB = 'kernel-lab.knet';

/** The tables of a folder: a row of its README for each, `| file | command | model, machine |`. */
export function tablesOf(folder: string): TableCapture[] {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm)].map((row) =>
    row.slice(1).map((cell) => cell.trim()),
  );
  return rows
    .filter(([file]) => existsSync(join(folder, file!)))
    .map(([file, said, where]) => {
      const [, name, change, machine] = /^(\S+\.knet)(?: with `([^`]+)`)?, (\S+)$/.exec(where!) ?? [];
      const command = /`([^`]+)`/.exec(said!)?.[1];
      if (!name || !machine || !command) throw new Error(`${file}: the README says neither command nor model of it`);
      const text = readFileSync(join(folder, file!), 'utf8');
      return { name: file!, command, model: withField(modelText(folder, name), change), machine, text };
    });
}

/** The probes of `kernel/*.json`: of the model of the same name there, else of the lab with the backend that the name says. */
export function probesOf(folder: string): ProbeCapture[] {
  const kernel = join(folder, 'kernel');
  const files = existsSync(kernel) ? readdirSync(kernel).filter((name) => name.endsWith('.json')) : [];
  return files.flatMap((file) => {
    const own = join(kernel, file.replace(/json$/, 'knet'));
    const backend = `backend ${file.replace(/^flannel-|\.json$/g, '')}`;
    const model = existsSync(own) ? readFileSync(own, 'utf8') : withField(modelText(folder, LAB), backend);
    const probes = Object.entries(JSON.parse(readFileSync(join(kernel, file), 'utf8')) as Record<string, Capture>);
    return probes.map(([name, capture]) => ({ name: `${basename(file, '.json')} ${name}`, model, capture }));
  });
}

function modelText(folder: string, name: string): string {
  const path = [folder, join(folder, '../examples'), EXAMPLES]
    .map((place) => join(place, name))
    .find((file) => existsSync(file));
  if (!path) throw new Error(`there is no model ${name}`);
  return readFileSync(path, 'utf8');
}

/** The text with another value of one field, such as `backend udp`. */
function withField(text: string, change: string | undefined): string {
  const [key] = change?.split(' ') ?? [];
  return change === undefined ? text : text.replace(new RegExp(`\\b${key} [\\w-]+( \\{[^}]*\\})?`), change);
}
