import { LSPErrorCodes, ResponseError, type CodeAction, type Connection } from 'vscode-languageserver';
import type { ApplyFixParams, RefineFileResult } from '../../../../protocol/src/index.ts';
import { t } from '../../lsp/language.ts';
import { unconfirmed } from '../doubt.ts';
import { readFixData } from './fixData.ts';
import { fixNow, type ChosenFix } from './fixNow.ts';

/**
 * The code action with its edit. An action without our data is returned unchanged. If the offer is no longer valid, the
 * answer is an error with the reason, because an action without an edit would silently do nothing.
 */
export async function resolveFix(action: CodeAction, means: ChosenFix): Promise<CodeAction | ResponseError> {
  const data = readFixData(action.data);
  if (data === undefined) return action;
  const now = await fixNow(data, means);
  return now.kind === 'made'
    ? { ...action, edit: now.edit }
    : new ResponseError(LSPErrorCodes.RequestFailed, nothingChanged(now.reason));
}

/** Applies the edit of a code action through the client, after the user confirmed its doubtful finding. */
export async function applyFix(
  connection: Connection,
  { fix, confirmed }: ApplyFixParams,
  means: ChosenFix,
): Promise<RefineFileResult> {
  const data = readFixData(fix);
  if (data === undefined)
    return { kind: 'nothing', reason: nothingChanged(t('this is not an IAM Refine code action')), left: [] };
  const now = await fixNow(data, means);
  if (now.kind === 'refused') return { kind: 'nothing', reason: nothingChanged(now.reason), left: [] };
  const doubt = unconfirmed(now.doubt, confirmed);
  if (doubt !== undefined) return { kind: 'confirm', ...doubt };
  const { version } = now.document;
  const answer = await connection.workspace.applyEdit({ label: t('Refine'), edit: now.edit });
  if (answer.applied) return { kind: 'refined', kept: now.kept, removed: now.removed, left: [] };
  const isChanged = now.document.version !== version;
  return {
    kind: 'not-applied',
    reason: isChanged
      ? t('the file has changed in the meantime')
      : (answer.failureReason ?? t('the editor did not apply the edit')),
  };
}

function nothingChanged(reason: string): string {
  return t('Nothing was changed: {0}.', reason);
}
