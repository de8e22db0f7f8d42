/** Answers the requests that only our own client makes. */
import {
  applyFixRequest,
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  keepRequest,
  prefixTreeRequest,
  previewRequest,
  refineFileRequest,
  reviewRequest,
  reviewedTextRequest,
  stopKeepingRequest,
  tickedEditsRequest,
  unusedAccessRequest,
  useAccountRequest,
  type OwnRequest,
  type OwnRequests,
  type UnusedAccess,
} from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { useAccount } from '../features/accounts.ts';
import { chooseFinding, findingChoices } from '../features/chooseFinding.ts';
import { findingPlaces } from '../features/findingPlaces.ts';
import { keepAction } from '../features/keepAction.ts';
import { noWildcard, prefixTreeFor } from '../features/prefixTree.ts';
import { preview } from '../features/preview.ts';
import { refineFile } from '../features/refineFile.ts';
import { stopKeepingActions } from '../features/stopKeeping.ts';
import { applyFix } from '../features/fixes/resolveFix.ts';
import { guarded } from '../lsp/guard.ts';
import { t } from '../lsp/language.ts';
import type { About, RequestOptions } from './options.ts';
import { editTicked, lookThrough, review, showReviewed } from './wholeWorkspace.ts';

interface Documents {
  /** The current analysis of a document; `undefined` if it is not open or has no policy. */
  readonly current: (uri: string) => Promise<DocumentAnalysis | undefined>;
  readonly about: About;
}

type Params<M extends OwnRequest> = OwnRequests[M]['params'];
type Result<M extends OwnRequest> = OwnRequests[M]['result'];

export function answerOwnRequests(options: RequestOptions, { current, about }: Documents): void {
  const { connection, log, platform, documents, capabilities, publisher, readPart, placesOf } = options;
  /** `name`: the name of the request in the log. If the request fails, this is logged and the answer is `otherwise`. */
  const answer = <M extends OwnRequest>(
    method: M,
    name: string,
    otherwise: Result<M>,
    handle: (params: Params<M>) => Result<M> | Promise<Result<M>>,
  ): void => {
    const handled = guarded<Params<M>, Result<M>>(log, name, otherwise, async (params) => handle(params));
    connection.onRequest<unknown, void>(method, handled);
  };
  const documentOf = (uri: string) => documents.get(uri);
  const chosen = { capabilities, documentOf, current: publisher.current };
  const notApplied = { kind: 'not-applied', reason: seeOutput() } as const;
  const refused = { kind: 'refused', reason: seeOutput() } as const;
  const none = { kind: 'none', reason: seeOutput() } as const;

  answer(refineFileRequest, 'refining', notApplied, (params) => {
    const document = documentOf(params.uri);
    return document === undefined ? notApplied : refineFile(connection, { ...params, document }, publisher.current);
  });
  answer(applyFixRequest, 'applying a fix', notApplied, (params) => applyFix(connection, params, chosen));
  answer(previewRequest, 'preview', { kind: 'nothing', reason: seeOutput() }, async ({ uri }) =>
    preview(await current(uri)),
  );
  answer(findingChoicesRequest, 'choices', none, async ({ uri, policy, position }) => {
    const found = await current(uri);
    return findingChoices(found, { policy, offset: position && documentOf(uri)?.offsetAt(position) });
  });
  answer(chooseFindingRequest, 'choosing', refused, async (params) =>
    chooseFinding(connection, params, await current(params.uri), capabilities),
  );
  answer(useAccountRequest, 'choosing an account', refused, async (params) =>
    useAccount(connection, params, await current(params.uri), capabilities),
  );
  answer(keepRequest, 'keeping', refused, async (params) =>
    keepAction(connection, params, await current(params.uri), { capabilities, now: platform.now() }),
  );
  answer(stopKeepingRequest, 'stopping to keep', refused, async (params) =>
    stopKeepingActions(connection, params, await current(params.uri), capabilities),
  );
  answer(prefixTreeRequest, 'the prefix tree', none, (params) =>
    about<Result<typeof prefixTreeRequest>>(params.uri, noWildcard(), (document, found) =>
      prefixTreeFor({ document, found, capabilities }, params),
    ),
  );
  answer(findingPlacesRequest, 'places of findings', [], async (params) =>
    findingPlaces(params, await current(params.uri), { readPart, placesOf }),
  );
  answer(unusedAccessRequest, 'looking through the workspace', nothingUnused, () => lookThrough(options));
  answer(reviewRequest, 'reviewing the workspace', none, () => review(options));
  answer(reviewedTextRequest, 'showing a file', { kind: 'differs', reason: seeOutput() }, (params) =>
    showReviewed(params, options),
  );
  answer(tickedEditsRequest, 'refining the workspace', none, (params) => editTicked(params, options));
}

const nothingUnused: UnusedAccess = {
  policies: [],
  roles: [],
  undecided: [],
  kept: [],
  silent: [],
  findings: 0,
  ignored: { files: 0, folders: 0 },
};

export function seeOutput(): string {
  return t('see the IAM Refine output');
}
