import type { Connection } from 'vscode-languageserver';
import { brokenFileDiagnostics } from './features/diagnostics.ts';
import type { BrokenFile } from './findingsStore.ts';
import type { Workspace } from './workspace.ts';

/** Shows which findings files have a syntax error, as a diagnostic of each. */
export interface BrokenFiles {
  /** `undefined`: the file is sound again, or gone. */
  readonly report: (uri: string, file: BrokenFile | undefined) => Promise<void>;
  /** Takes back all that was shown. */
  readonly clear: () => Promise<void>;
}

export function createBrokenFiles(connection: Connection, workspace: Workspace): BrokenFiles {
  const shown = new Map<string, BrokenFile>();
  const report = async (uri: string, file: BrokenFile | undefined): Promise<void> => {
    if (file === undefined) {
      if (shown.delete(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
      return;
    }
    shown.set(uri, file);
    const { severity } = await workspace.settingsFor(workspace.folderOf(uri));
    if (shown.get(uri) === file) await connection.sendDiagnostics({ uri, diagnostics: brokenFileDiagnostics(file, severity) });
  };
  return {
    report,
    async clear() {
      await Promise.all([...shown.keys()].map((uri) => report(uri, undefined)));
    },
  };
}
