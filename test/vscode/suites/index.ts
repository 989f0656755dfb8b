/// <reference types="mocha" />
// Entry of the suites that run inside VS Code's extension host, in Node and in a web worker. Mocha's browser build
// carries no Node, so one entry serves both.
import './place.ts';
import 'mocha/mocha.js';

/** The line by which the runner finds the outcome among all that an extension host logs. */
const outcomeMark = 'KNET-OUTCOME ';

/** VS Code calls this when the window stands; a rejected promise is a failed run. */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'tdd', timeout: 30_000, reporter: Collector as unknown as Mocha.ReporterConstructor });
  await import('./all.ts');
  const failed = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

type Outcome = { passed: string[]; failed: { title: string; message: string }[]; skipped: string[] };

class Collector {
  constructor(runner: Mocha.Runner) {
    const outcome: Outcome = { passed: [], failed: [], skipped: [] };
    runner.on('pass', (test) => outcome.passed.push(test.fullTitle()));
    runner.on('pending', (test) => outcome.skipped.push(test.fullTitle()));
    runner.on('fail', (test, error) =>
      outcome.failed.push({ title: test.fullTitle(), message: error.stack ?? error.message }),
    );
    runner.on('end', () => console.log(outcomeMark + JSON.stringify(outcome)));
  }
}
