/** Writes the TextMate grammar that editors colour with before the language server is there. */
import { writeFileSync } from 'node:fs';
import { textMateGrammar } from './textmate.ts';

const target = new URL('knet.tmLanguage.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(textMateGrammar(), undefined, 2)}\n`);
