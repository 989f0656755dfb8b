import { Argument, type Command, Option } from 'commander';
import type { ShownTable } from '../network/machines/show/show.ts';
import { DRAWINGS, formatOption, REACH_FORMATS, TABLES, THEMES, VIEWS, within } from './choices.ts';
import type { Io } from './io.ts';

/*
 * Every verb is loaded when it is called: `knet --help` must not wait for a parser, nor `knet check` for a language
 * server.
 */

/** Adds a verb to the program; `done` is told its exit code. */
type Verb = (program: Command, io: Io, done: (code: number) => void) => void;

const check: Verb = (program, io, done) => {
  program
    .command('check')
    .description('all diagnostics of files or folders; each .knet file is a model of its own, with its imports')
    .argument('[path...]', '.knet files, or folders to search for them (default: the current folder)')
    .addOption(formatOption('sarif', 'github'))
    .option('--strict', 'warnings too make the exit code 1')
    .action(async (paths: string[], options) => done(await (await import('./check.ts')).check(paths, options, io)));
};

const trace: Verb = (program, io, done) => {
  program
    .command('trace')
    .description("one packet's way, there and back; without A and B every trace of the file")
    .argument('<file>', 'a .knet file')
    .argument('[a]', 'where the packet starts, as in the language: default/a, node-a, internet')
    .argument('[b]', 'where it goes: default/b, "default/b ICMP", "service default/web:80/TCP"')
    .option('--size <bytes>', 'bytes of the whole IP packet', within('size'))
    .option('--df', 'set the bit "do not fragment"')
    .option('--ttl <hops>', 'time to live', within('ttl'))
    .option('--verbose', 'the headers of every frame, as the editor shows a trace')
    .addOption(formatOption())
    .action(async (file: string, a: string | undefined, b: string | undefined, options) =>
      done(await (await import('./trace.ts')).trace(file, a, b, options, io)),
    );
};

const reach: Verb = (program, io, done) => {
  program
    .command('reach')
    .description('who may talk to whom, on which ports, as the NetworkPolicies have it')
    .argument('<path>', 'a .knet file, or Kubernetes manifests: a file or a folder of them')
    .option('--from <a>', 'only from there: default/web, 10.0.0.1, {ingress-controller}')
    .option('--to <b>', 'only to there; a port may follow: default/web:80/TCP')
    .option('--explain', 'the rules at both ends that allow it, or the policies that deny it')
    .addOption(
      new Option('--ipblock-pods <mode>', 'whether an ipBlock may hold pods')
        .choices(['include', 'exclude'])
        .default('include'),
    )
    .addOption(new Option('--format <format>', 'how the answer is printed').choices(REACH_FORMATS).default('table'))
    .action(async (path: string, options) => done(await (await import('./reach.ts')).reach(path, options, io)));
};

const plan: Verb = (program, io, done) => {
  program
    .command('plan')
    .description('the address plan: used, free, reserved, and how many more nodes, pods and services fit')
    .argument('<file>', 'a .knet file')
    .addOption(formatOption())
    .action(async (file: string, options) => done(await (await import('./plan.ts')).plan(file, options, io)));
};

const draw: Verb = (program, io, done) => {
  program
    .command('draw')
    .description('the diagram, for other programs to show or edit')
    .argument('<file>', 'a .knet file')
    .option('-o, --output <path>', 'where to write it; the ending tells the format (default: standard output)')
    .addOption(new Option('--format <format>', 'of the drawing (default: svg)').choices(DRAWINGS))
    .addOption(new Option('--theme <theme>', 'colours of an SVG').choices(THEMES).default('light'))
    .addOption(new Option('--view <view>', 'what of the model').choices(VIEWS).default('topology'))
    .option('--all', 'every box, where there are more than one reads and alike ones would be grouped')
    .action(async (file: string, options) => done(await (await import('./draw.ts')).draw(file, options, io)));
};

const format: Verb = (program, io, done) => {
  program
    .command('format')
    .description('writes .knet files as the examples are written; white space only')
    .argument('<path...>', '.knet files, or folders to search for them')
    .option('--check', 'write nothing; exit with 1 when a file would change')
    .action(async (paths: string[], options) => done(await (await import('./format.ts')).format(paths, options, io)));
};

const show: Verb = (program, io, done) => {
  program
    .command('show')
    .description("a machine's table, as the tool that prints it there would")
    .argument('<file>', 'a .knet file')
    .argument('<machine>', 'a node, host, router, VPC, pod (default/a) or container (h1/web)')
    .addArgument(new Argument('<table>', 'what of it').choices(TABLES))
    .action(async (file: string, machine: string, table: ShownTable) =>
      done(await (await import('./show.ts')).show(file, machine, table, io)),
    );
};

const lab: Verb = (program, io, done) => {
  const lab = program.command('lab').description('the model as network namespaces of a Linux kernel');
  lab
    .command('export')
    .description('the modelled state as one bash script')
    .argument('<file>', 'a .knet file')
    .option('-o, --output <path>', 'where to write it (default: standard output)')
    .action(async (file: string, options) => done(await (await import('./lab.ts')).labExport(file, options, io)));
  lab
    .command('verify')
    .description('holds every trace and expect of a file against the kernel, in namespaces that vanish at the end')
    .argument('<file>', 'a .knet file')
    .addOption(formatOption())
    .action(async (file: string, options) => done(await (await import('./lab.ts')).labVerify(file, options, io)));
};

const lsp: Verb = (program) => {
  program
    .command('lsp')
    .description('the language server, for any editor')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      (await import('../server/stdio.ts')).serve();
    });
};

/** In the order of the help. */
export const VERBS: readonly Verb[] = [check, trace, reach, plan, draw, format, show, lab, lsp];
