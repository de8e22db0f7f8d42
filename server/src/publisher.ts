import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { analysedNotification } from '../../protocol/src/index.ts';
import type { Analyser, DocumentAnalysis, Surroundings } from './analyser.ts';
import { createBrokenFiles } from './brokenFiles.ts';
import { analysedParams, diagnosticsOf } from './features/diagnostics.ts';
import type { BrokenFile, FindingsStore } from './findingsStore.ts';
import type { Workspace } from './workspace.ts';

/** Keeps the latest analysis of every open document, and tells the client what came out. */
export interface Publisher {
  readonly store: FindingsStore;
  /** Analyses an open document and publishes its diagnostics. */
  readonly publish: (uri: string) => Promise<void>;
  /** The analysis of the document as it is now; `undefined` where it holds no policy. */
  readonly current: (document: TextDocument) => Promise<DocumentAnalysis | undefined>;
  readonly close: (uri: string) => void;
  /** Drops every analysis, because findings are about to change: no edit may come from what they said before. */
  readonly outdate: () => void;
  /** Forgets the findings, because folders or settings changed. */
  readonly forget: () => void;
}

type MakeAnalyser = (report: (uri: string, broken: BrokenFile | undefined) => void) => {
  readonly store: FindingsStore;
  readonly analyse: Analyser;
};

export function createPublisher(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  workspace: Workspace,
  makeAnalyser: MakeAnalyser,
): Publisher {
  const latest = new Map<string, DocumentAnalysis>();
  const published = new Set<string>();
  let generation = 0;
  const broken = createBrokenFiles(connection, workspace);

  const outdate = (): void => {
    generation++;
    latest.clear();
  };
  const { store, analyse } = makeAnalyser((uri, file) => void broken.report(uri, file));

  const surroundingsOf = async (uri: string): Promise<Surroundings> => {
    const folder = workspace.folderOf(uri);
    const settings = await workspace.settingsFor(folder);
    if (folder === undefined) return { settings };
    await workspace.watch(folder, settings.findings);
    return { folder, settings };
  };

  return {
    store,
    async publish(uri) {
      const document = documents.get(uri);
      if (document === undefined) return;
      const started = generation;
      const found = await analyse(document, () => surroundingsOf(uri));
      // Whatever changed meanwhile asks for the next analysis itself.
      if (started !== generation || documents.get(uri) !== document) return;
      if (found !== undefined && found.version !== document.version) return;
      if (found === undefined) {
        latest.delete(uri);
        if (published.delete(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
        await connection.sendNotification(analysedNotification, analysedParams(document, found, 0));
        return;
      }
      latest.set(uri, found);
      const diagnostics = diagnosticsOf(document, found, store.textOf);
      published.add(uri);
      await connection.sendDiagnostics({ uri, diagnostics, version: found.version });
      await connection.sendNotification(analysedNotification, analysedParams(document, found, diagnostics.length));
    },
    async current(document) {
      const known = latest.get(document.uri);
      return known?.version === document.version ? known : analyse(document, () => surroundingsOf(document.uri));
    },
    close(uri) {
      latest.delete(uri);
      if (published.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    outdate,
    forget() {
      outdate();
      void broken.clear();
      store.forget();
    },
  };
}
