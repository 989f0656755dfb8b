/// <reference types="node" />
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { servePlainLangium } from './plain-langium.ts';

/* The peer as a server in a process of its own. */
servePlainLangium(createConnection(ProposedFeatures.all));
