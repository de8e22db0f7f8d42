import {
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  type DocumentLink,
  type Hover,
  type InlayHint,
} from 'vscode-languageserver';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { pathBelow } from '../../../platform/src/fileUris.ts';
import { isConfig } from '../sources/configs.ts';
import { guarded } from '../lsp/guard.ts';
import { inSteps } from './inSteps.ts';
import type { About, Answer, RequestOptions } from './options.ts';
import { createReferenceSource } from '../sources/reference.ts';
import { codeActionSteps } from '../features/fixes/codeActions.ts';
import { codeLensesFor } from '../features/codeLens.ts';
import { completionsFor, resolveCompletion } from '../features/completion.ts';
import { constructLinks } from '../features/constructLinks.ts';
import { configLinks, resolveLink } from '../features/documentLinks.ts';
import { hoverFor } from '../features/hover.ts';
import { inlayHintsFor } from '../features/inlayHints.ts';
import { resolveFix } from '../features/fixes/resolveFix.ts';
import { answerOwnRequests, seeOutput } from './ownRequests.ts';
import { t } from '../lsp/language.ts';

/** Answers the requests of the protocol, and our own. A failure is logged, and the answer is empty. */
export function answerRequests(options: RequestOptions): void {
  const { connection, log, platform, documents, capabilities, publisher, analyser, readPart } = options;
  const current = async (uri: string): Promise<DocumentAnalysis | undefined> => {
    const document = documents.get(uri);
    return document && publisher.current(document);
  };
  /** Answers a request about an open document with a policy; `otherwise` for any other document. */
  const about = async <R>(uri: string, otherwise: R, answer: Answer<R>): Promise<R> => {
    const found = await current(uri);
    const document = documents.get(uri);
    // If the text has changed since, there is no answer: the client asks again.
    return document === undefined || found?.version !== document.version ? otherwise : answer(document, found);
  };
  connection.onCodeAction(
    guarded(log, 'code actions', [], (params, token) =>
      about<CodeAction[]>(params.textDocument.uri, [], async (document, found) => {
        const isWanted = (): boolean => !token.isCancellationRequested && document.version === found.version;
        return (await inSteps(codeActionSteps(document, found, params, capabilities), isWanted)) ?? [];
      }),
    ),
  );
  const chosen = { capabilities, documentOf: (uri: string) => documents.get(uri), current: publisher.current };
  connection.onCodeActionResolve((action, token) =>
    guarded<CodeAction, CodeAction | ResponseError>(log, 'code action', resolvingFailed(), (asked) =>
      resolveFix(asked, chosen),
    )(action, token),
  );
  const folderOf = (uri: string): string | undefined =>
    options.folders().find((folder) => pathBelow(folder, uri) !== undefined);
  answerAboutActions(options, about);
  connection.onDocumentLinks(
    guarded(log, 'links', [], async ({ textDocument: { uri } }) => {
      const document = documents.get(uri);
      const index = document !== undefined && isConfig(uri) ? await analyser.indexFor(uri) : undefined;
      if (document === undefined) return [];
      return index === undefined ? constructLinks(document) : configLinks(document, index);
    }),
  );
  connection.onDocumentLinkResolve((link, token) =>
    guarded<DocumentLink, DocumentLink>(log, 'link', link, (asked) =>
      resolveLink(asked, { platform, readPart, folderOf }),
    )(link, token),
  );
  connection.onCodeLens(
    guarded(log, 'code lenses', [], ({ textDocument: { uri } }) =>
      about<CodeLens[]>(uri, [], (document, found) =>
        codeLensesFor(document, found, { now: platform.now(), capabilities }),
      ),
    ),
  );
  connection.languages.inlayHint.on(
    guarded(log, 'inlay hints', [], (params) =>
      about<InlayHint[]>(params.textDocument.uri, [], (document, found) => inlayHintsFor(document, found, params)),
    ),
  );
  answerOwnRequests(options, { current, about });
}

/** Answers hovers and completions, which show details of actions. */
function answerAboutActions({ connection, log, platform, placesOf, capabilities }: RequestOptions, about: About): void {
  const reference = createReferenceSource(platform, log);
  connection.onHover(
    guarded(log, 'hover', null, (params) =>
      about<Hover | null>(params.textDocument.uri, null, (document, found) =>
        hoverFor(document, found, params, { now: platform.now(), capabilities, placesOf, reference }),
      ),
    ),
  );
  connection.onCompletion(
    guarded(log, 'completion', [], (params) =>
      about<CompletionItem[]>(params.textDocument.uri, [], (document, found) =>
        completionsFor(document, found, params),
      ),
    ),
  );
  // After a failure, the completion stays as it was offered.
  connection.onCompletionResolve((item, token) =>
    guarded(log, 'completion', item, async () => resolveCompletion(item, await reference()))(item, token),
  );
}

function resolvingFailed(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, t('Nothing was changed: {0}.', seeOutput()));
}
