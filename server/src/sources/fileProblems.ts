import type { Connection, Range } from 'vscode-languageserver';
import type { ProblemCode } from '../../../core/src/index.ts';
import type { ShownInDiagnostics } from '../lsp/clientCapabilities.ts';
import { describe } from '../lsp/convert.ts';
import type { Workspace } from './workspace.ts';

/** A problem of a file that is not a policy: a findings file or a configuration. */
export interface FileProblem {
  readonly code: ProblemCode;
  readonly range: Range;
  readonly message: string;
}

/** Shows the problems of findings files and configurations as diagnostics. */
export interface FileProblems {
  /** Replaces the problems of the file. */
  readonly report: (uri: string, problems: readonly FileProblem[]) => Promise<void>;
  /** Removes all problems. */
  readonly clear: () => Promise<void>;
}

export function createFileProblems(
  connection: Connection,
  workspace: Workspace,
  shown: ShownInDiagnostics,
): FileProblems {
  const reported = new Map<string, readonly FileProblem[]>();
  const report = async (uri: string, problems: readonly FileProblem[]): Promise<void> => {
    if (problems.length === 0) {
      if (reported.delete(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
      return;
    }
    reported.set(uri, problems);
    const { severity: severities } = await workspace.settingsFor(workspace.folderOf(uri));
    const diagnostics = problems.flatMap(
      ({ code, range, message }) => describe(code, { severities, shown }, { range, message }) ?? [],
    );
    if (reported.get(uri) === problems) await connection.sendDiagnostics({ uri, diagnostics });
  };
  return {
    report,
    async clear() {
      await Promise.all([...reported.keys()].map((uri) => report(uri, [])));
    },
  };
}
