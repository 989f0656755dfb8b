import { planOf } from '../analysis/plan/plan.ts';
import { stylesFor } from './format/colour.ts';
import { planText } from './format/plan-text.ts';
import { EXIT, type Io } from './io.ts';
import { loadModel } from './project.ts';

/** The address plan of a file with its imports; errors in it never stop one. */
export async function plan(file: string, options: { readonly format: 'text' | 'json' }, io: Io): Promise<number> {
  const model = await loadModel(file, io);
  const found = planOf(model);
  if (options.format === 'json') io.out(`${JSON.stringify(found, null, 2)}\n`);
  else io.out(planText(found, stylesFor(io.colour)));
  return EXIT.ok;
}
