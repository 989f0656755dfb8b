/// <reference types="node" />
/* Writes docs/networks.md: `npm run networks`. */
import { writeFileSync } from 'node:fs';
import { networksPage } from './page.ts';

writeFileSync(new URL('../../../docs/networks.md', import.meta.url), await networksPage());
