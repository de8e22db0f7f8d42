/** The command "How to Fetch Findings", and the Copy links of the view. */
import * as vscode from 'vscode';
import { commandNamed, createAnalyzerCommand, linesOf, powerShellCommands, shellCommands } from './fetchCommands.ts';
import { showDone } from './messages.ts';

const scheme = 'iam-refine-guide';

/** Registers the provider of the document, which is in no file. */
export function registerGuide(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: guide });
}

/** Opens a document with the commands, from which they can be copied. */
export async function howToFetch(): Promise<void> {
  const name = vscode.l10n.t('How to Fetch Findings');
  const uri = vscode.Uri.from({ scheme, path: `/${name}.md` });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Copies the command that a link names. */
export async function copyCommand(name: unknown): Promise<void> {
  const command = commandNamed(name, isWindows());
  if (command === undefined) return;
  await vscode.env.clipboard.writeText(command);
  showDone(vscode.l10n.t('copied: paste it into a terminal in the folder of the workspace.'));
}

/** Is the workspace on a Windows machine? There, a terminal is a PowerShell. */
function isWindows(): boolean {
  return /^[A-Za-z]:/.test(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '');
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function guide(): string {
  const { t } = vscode.l10n;
  return [
    `# ${t('How to Fetch Findings')}`,
    t(
      'Run these lines of the AWS CLI in a terminal in the folder of the workspace. They find the analyzer of unused access, and save each of its findings as a file of its own in `findings`.',
    ),
    code('sh', linesOf(shellCommands)),
    t('In PowerShell:'),
    code('powershell', linesOf(powerShellCommands)),
    t(
      'The policies are marked as soon as the files are there. Run the last line again to update them: findings that are resolved by then no longer count.',
    ),
    `## ${t('If there is no analyzer')}`,
    t(
      'The first line gives `None` if the account and Region have no analyzer of unused access. This creates one. AWS charges for it by the number of roles and users, and its first findings take a while.',
    ),
    code('sh', createAnalyzerCommand),
    t(
      'Findings are about the account of the analyzer, or of the whole organization for `ORGANIZATION_UNUSED_ACCESS`. You need the permissions `access-analyzer:ListAnalyzers`, `access-analyzer:ListFindings` and `access-analyzer:GetFinding`.',
    ),
    `## ${t('Which finding applies to which policy')}`,
    t(
      'Name the policy after its role or user, such as `MyRole.json`, or put it into a folder of that name. Or run **IAM Refine: Choose Finding for This Policy…**. AWS CLI output and templates often name the role already.',
    ),
    '',
  ].join('\n\n');
}
