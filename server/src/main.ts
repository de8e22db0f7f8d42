/** The language server as a process: `server.cjs --stdio`, or over the channel the editor's client opens. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createNodePlatform } from '../../platform/src/node/nodePlatform.ts';
import { told } from './lsp/language.ts';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all), createNodePlatform(told));
