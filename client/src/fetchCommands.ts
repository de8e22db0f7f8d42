/**
 * The commands of the AWS CLI that fetch findings: the one source for the view, the document “How to Fetch Findings”,
 * the walkthrough and the README, which tests hold equal to it.
 */

/** The commands by name, as the Copy links of the view give it. */
export interface FetchCommands {
  /** Finds the analyzer of unused access, and remembers it for `fetchAll`. */
  readonly findAnalyzer: string;
  readonly makeFolder: string;
  /**
   * Fetches all findings, one file each. Resolved and archived ones too: they replace copies that were fetched while
   * they were active.
   */
  readonly fetchAll: string;
}

const listAnalyzers =
  'aws accessanalyzer list-analyzers --query "analyzers[?contains(type, \'UNUSED_ACCESS\')].arn | [0]" --output text';

/** For `sh`, `bash` and `zsh`. */
export const shellCommands: FetchCommands = {
  findAnalyzer: `analyzer=$(${listAnalyzers})`,
  makeFolder: 'mkdir -p findings',
  fetchAll:
    'for id in $(aws accessanalyzer list-findings-v2 --analyzer-arn "$analyzer" --query "findings[].id" --output text); do ' +
    'aws accessanalyzer get-finding-v2 --analyzer-arn "$analyzer" --id "$id" --output json > "findings/$id.finding.json"; done',
};

export const powerShellCommands: FetchCommands = {
  findAnalyzer: `$analyzer = ${listAnalyzers}`,
  makeFolder: 'New-Item -ItemType Directory -Force findings | Out-Null',
  fetchAll:
    '(aws accessanalyzer list-findings-v2 --analyzer-arn $analyzer --query "findings[].id" --output text) -split "\\s+" | ' +
    'Where-Object { $_ } | ForEach-Object { aws accessanalyzer get-finding-v2 --analyzer-arn $analyzer --id $_ --output json | ' +
    'Out-File -Encoding utf8 "findings/$_.finding.json" }',
};

/** Creates the analyzer, if there is none. The same in every shell. */
export const createAnalyzerCommand: string =
  'aws accessanalyzer create-analyzer --analyzer-name unused-access --type ACCOUNT_UNUSED_ACCESS ' +
  '--configuration "unusedAccess={unusedAccessAge=90}"';

/** The command that a Copy link names; `undefined` if there is none of that name. */
export function commandNamed(name: unknown, isWindows: boolean): string | undefined {
  const commands = isWindows ? powerShellCommands : shellCommands;
  switch (name) {
    case 'findAnalyzer':
    case 'makeFolder':
    case 'fetchAll':
      return commands[name];
    case 'createAnalyzer':
      return createAnalyzerCommand;
    default:
      return undefined;
  }
}

/** The lines of commands, to paste into a terminal. */
export function linesOf({ findAnalyzer, makeFolder, fetchAll }: FetchCommands): string {
  return [findAnalyzer, makeFolder, fetchAll].join('\n');
}
