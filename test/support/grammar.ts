/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import onig from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

/** A TextMate grammar as VS Code runs it; `json` is its text. */
export async function grammarOf(scope: string, json: string): Promise<IGrammar> {
  await onig.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new onig.OnigScanner(patterns),
      createOnigString: (text) => new onig.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(json, 'grammar.json'),
  });
  return (await registry.loadGrammar(scope))!;
}
