import { machineKeys } from '../network/machines/show/find.ts';
import { openQuestions, type ShownTable, show as showTable } from '../network/machines/show/show.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { loadModel } from './project.ts';

/** A machine's table, as the tool that prints it there would. What the model leaves open about the machine goes to stderr. */
export async function show(file: string, machine: string, table: ShownTable, io: Io): Promise<number> {
  const model = await loadModel(file, io);
  const { network } = model;
  const [key, ...others] = machineKeys(network, machine);
  if (key === undefined) throw new UsageError(`${machine} names no machine of ${file}`);
  if (others.length > 0) throw new UsageError(`${machine} names several machines: ${[key, ...others].join(', ')}`);
  const text = showTable(network, key, table);
  if (text === undefined) throw new UsageError(`${machine} has no network of its own: it does not run`);
  io.out(text);
  for (const reason of openQuestions(network, key)) io.err(`not in it: ${reason}\n`);
  return EXIT.ok;
}
