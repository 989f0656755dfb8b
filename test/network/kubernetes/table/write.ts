/// <reference types="node" />
import { writeFileSync } from 'node:fs';
import { pageText } from './table.ts';

/** `npm run services`: writes the page from what the model answers now. Read the difference before you commit it. */
writeFileSync(new URL('../../../../docs/services.md', import.meta.url), await pageText());
