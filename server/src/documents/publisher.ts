import type { Connection, Diagnostic, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Message } from '../../../core/src/text/index.ts';
import { analysedNotification, type AnalysedParams } from '../../../protocol/src/index.ts';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type { Analyser, DocumentAnalysis } from './analyser.ts';
import type { LargeDocuments } from './largeDocuments.ts';

/** Keeps the latest analysis of every open document, and publishes its diagnostics. */
export interface Publisher {
  /** Analyses an open document and publishes its diagnostics. */
  readonly publish: (uri: string) => Promise<void>;
  /**
   * The analysis of the document with its files as they are now; `undefined` if it has no policy. `memo`: the answers of
   * the disk, if one request needs the analyses of several documents.
   */
  readonly current: (document: TextDocument, memo?: DiskMemo) => Promise<DocumentAnalysis | undefined>;
  /** Is an analysis of the document, open or not, what it would be with its files as they are now? */
  readonly isStillRight: (document: TextDocument, found: DocumentAnalysis, memo: DiskMemo) => Promise<boolean>;
  readonly close: (uri: string) => void;
  /** Drops the analyses that are based on a changed findings file: no edit may come from its earlier content. */
  readonly distrust: (isChanged: (file: string) => boolean) => void;
  /** Drops all analyses, because folders or settings changed. */
  readonly outdate: () => void;
  /** The open documents whose analysis would differ now. */
  readonly outdated: () => Promise<readonly string[]>;
}

export interface PublisherOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyser: Analyser;
  readonly diagnosticsOf: (document: TextDocument, found: DocumentAnalysis) => Promise<Diagnostic[]>;
  /** The parameters of our own notification about an analysis with this number of problems. */
  readonly paramsOf: (
    document: TextDocument,
    found: DocumentAnalysis | undefined,
    more: { readonly problems: number; readonly leftAlone: Message | undefined },
  ) => AnalysedParams;
  /** Handles unreported changes of the files behind an analysis. Returns true if there were any. */
  readonly catchUp: (found: DocumentAnalysis, memo: DiskMemo) => Promise<boolean>;
  readonly large: LargeDocuments;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { connection, documents, analyser, diagnosticsOf, paramsOf, catchUp, large } = options;
  /** The latest analyses by URI; `undefined` for a document without a policy. */
  const latest = new Map<string, DocumentAnalysis | undefined>();
  const published = new Set<string>();
  let generation = 0;

  const send = async (document: TextDocument, found: DocumentAnalysis | undefined): Promise<void> => {
    const { uri, version } = document;
    const diagnostics = found === undefined ? [] : await diagnosticsOf(document, found);
    // The sources of the same analysis may have been renewed meanwhile.
    if (latest.get(uri)?.analysis !== found?.analysis) return;
    const isShown = published.delete(uri) && !large.isTold(uri);
    if (found !== undefined) published.add(uri);
    if (found !== undefined || isShown) await connection.sendDiagnostics({ uri, diagnostics, version });
    const leftAlone = found === undefined ? await analyser.leftAlone(document) : undefined;
    const more = { problems: diagnostics.length, leftAlone };
    await connection.sendNotification(analysedNotification, paramsOf(document, found, more));
  };
  const publish = async (uri: string): Promise<void> => {
    const document = documents.get(uri);
    if (document === undefined) return;
    const started = generation;
    const found = await analyser.analyse(document, { before: latest.get(uri) });
    if (documents.get(uri) !== document) return;
    // The files behind the analysis changed meanwhile.
    if (started !== generation) return publish(uri);
    // A newer version of the document requests its own analysis.
    if (found !== undefined && found.version !== document.version) return;
    latest.set(uri, found);
    await send(document, found);
  };
  /** Would the analysis differ now? If not, it gets the sources of now: others may be chosen than before. */
  const isOutdated = async (uri: string, memo: DiskMemo): Promise<boolean> => {
    const document = documents.get(uri);
    const found = latest.get(uri);
    if (document === undefined || (found === undefined && latest.has(uri))) return false;
    if (found === undefined) return true;
    const renewed = await analyser.renewed(document, found, memo);
    if (renewed !== undefined && latest.get(uri) === found) latest.set(uri, renewed);
    return renewed === undefined;
  };

  return {
    publish,
    async current(document, memo = createDiskMemo()) {
      const before = latest.get(document.uri);
      if (before?.version === document.version && (await isOfNow(before, { document, memo, analyser, catchUp })))
        return before;
      const found = await analyser.analyse(document, { before, memo });
      return found !== undefined && (await catchUp(found, memo)) ? analyser.analyse(document, { before, memo }) : found;
    },
    async isStillRight(document, found, memo) {
      if (await catchUp(found, memo)) return false;
      return found.version === document.version && (await analyser.renewed(document, found, memo)) !== undefined;
    },
    close(uri) {
      latest.delete(uri);
      void large.tell(uri, undefined);
      if (published.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    distrust(isChanged) {
      generation++;
      for (const [uri, found] of latest) if (found !== undefined && filesOf(found).some(isChanged)) latest.delete(uri);
    },
    outdate() {
      generation++;
      latest.clear();
    },
    async outdated() {
      const uris = documents.keys();
      const memo = createDiskMemo();
      const are = await Promise.all(uris.map((uri) => isOutdated(uri, memo)));
      return uris.filter((_, i) => are[i]);
    },
  };
}

interface Asked extends Pick<PublisherOptions, 'analyser' | 'catchUp'> {
  readonly document: TextDocument;
  readonly memo: DiskMemo;
}

/** Is all behind an analysis as it was: the files on disk, and the other files of the module as they are in the editor? */
async function isOfNow(found: DocumentAnalysis, { document, memo, analyser, catchUp }: Asked): Promise<boolean> {
  if (await catchUp(found, memo)) return false;
  return found.module === undefined || (await analyser.renewed(document, found, memo)) !== undefined;
}

/** The findings files that an analysis is based on. */
export function filesOf({ analysis, sources }: DocumentAnalysis): string[] {
  const files = new Set<string>();
  // Who the resources of a template are may rest on any file with deployed resources.
  const isDeployable = analysis.policies.some(({ policy }) => policy.subject.declared !== undefined);
  if (isDeployable) for (const { file } of sources.index?.deployments ?? []) files.add(file);
  for (const { match } of analysis.policies)
    if (match.kind === 'matched')
      for (const { places } of match.findings) for (const { file } of places) files.add(file);
  return [...files];
}
