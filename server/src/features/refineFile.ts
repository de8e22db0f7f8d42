import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, placeAt, type TextEdit } from '../../../core/src/text/index.ts';
import { type Scope, matchesOf } from '../../../core/src/index.ts';
import type { PolicyPart, RefineFileParams, RefineFileResult } from '../../../protocol/src/index.ts';
import { wholeFile } from './wholeFile.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { workspaceEditOf } from '../lsp/convert.ts';
import { t, told } from '../lsp/language.ts';
import { doubtAbout, unconfirmed } from './doubt.ts';
import { otherPolicies } from './otherPolicies.ts';
import { markOf } from './shownPolicies.ts';
import { isOnlyAboutRole, unreadInWords, unusedRoleInWords, withheldInWords } from './matchInWords.ts';

/** The most attempts if the user types while the edit is being applied. */
const mostAttempts = 3;

/** The refinement to make, and what the user has seen and confirmed. */
export interface FileRefinement extends Omit<RefineFileParams, 'uri'> {
  readonly document: TextDocument;
}

/**
 * Refines a whole document through the client, as one undo step. If the document changed meanwhile, the client does not
 * apply the edit, and a new edit is made for the new text.
 */
export async function refineFile(
  connection: Connection,
  asked: FileRefinement,
  currently: (document: TextDocument) => Promise<DocumentAnalysis | undefined>,
): Promise<RefineFileResult> {
  const { document } = asked;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const found = await currently(document);
    if (found === undefined)
      return { kind: 'nothing', reason: t('This file contains no identity-based IAM policy.'), left: [] };
    if (found.version !== document.version) continue;
    if (asked.part !== undefined && !isAsShown(found, asked.part))
      return { kind: 'not-applied', reason: t('the policy or what is unused has changed: refresh the view') };
    const scope = scopeOf(found, asked);
    const { edits, changes, left } = found.engine.refine(found.analysis, scope);
    const undone = left.map(({ code, reason }) => ({ code, reason: told(reason) }));
    if (edits.length === 0)
      return { kind: 'nothing', reason: nothingToDoReason(found, undone.length > 0), left: undone };
    const question = questionAbout(found, edits, { ...asked, scope });
    if (question !== undefined) return question;
    const answer = await connection.workspace.applyEdit({
      label: t('Refine Whole File'),
      edit: workspaceEditOf(document, edits, true),
    });
    if (answer.applied) return { kind: 'refined', ...found.engine.countChanges(found.analysis, changes), left: undone };
    if (found.version === document.version)
      return { kind: 'not-applied', reason: answer.failureReason ?? t('the editor did not apply the edit') };
  }
  return { kind: 'not-applied', reason: t('the file has changed in the meantime') };
}

/** Is the policy the one that was shown, and is the same unused? */
function isAsShown({ analysis, engine }: DocumentAnalysis, { policy, mark }: PolicyPart): boolean {
  const shown = analysis.policies[policy];
  if (shown === undefined) return false;
  const unused = shown.statements.flatMap(({ entries }, statement) =>
    entries.flatMap((_, entry) => engine.explain(analysis, { policy, statement, entry })?.unused ?? []),
  );
  return markOf(analysis.text, shown.policy, unused) === mark;
}

function scopeOf(found: DocumentAnalysis, { isCompact = false, part }: FileRefinement): Scope {
  const { analysis } = found;
  if (part === undefined) return { ...wholeFile(found), isCompact };
  const { actions: only } = part;
  return {
    kind: 'file',
    except: otherPolicies(analysis, new Set([part.policy])),
    ...(only === undefined ? {} : { only }),
  };
}

/** The question that the user must answer before the edits are made. */
function questionAbout(
  found: DocumentAnalysis,
  edits: readonly TextEdit[],
  asked: FileRefinement & { readonly scope: Scope },
): RefineFileResult | undefined {
  const { analysis, engine } = found;
  if (asked.shown !== undefined && applyEdits(analysis.text, edits) !== asked.shown) return { kind: 'differs' };
  const changed = engine.propose(analysis, asked.scope).changes.map(({ place }) => place.policy);
  const doubt = unconfirmed(doubtAbout(found, changed), asked.confirmed);
  return doubt === undefined ? undefined : { kind: 'confirm', ...doubt };
}

/**
 * Why there is nothing to refine in a document. It claims that nothing is reported unused only for what was read, and
 * for policies to which a finding applies. `isLeft`: what was left unchanged is told separately.
 */
export function nothingToDoReason(found: DocumentAnalysis, isLeft: boolean): string {
  const matches = matchesOf(found.analysis);
  const blocked = matches.find((match) => match.kind === 'blocked');
  if (blocked !== undefined) return t('Nothing was changed: {0}.', blocked.reason);
  const [unmatched] = matches.filter((match) => match.kind === 'unmatched');
  const isSilent = matches.every(({ kind }) => kind === 'unmatched');
  if (unmatched !== undefined && isSilent) return t('No finding applies to this policy: {0}.', unmatched.reason);
  if (isLeft) return t('Nothing was changed.');
  const roles = matches.flatMap((match) =>
    match.kind === 'matched' && isOnlyAboutRole(match) ? (unusedRoleInWords(match) ?? []) : [],
  );
  const stays = matches.flatMap((_, policy) => withheldInWords(found, policy));
  if (roles.length + stays.length > 0)
    return t('Nothing was changed: {0}.', [...new Set([...roles, ...stays]), ...unreadIn(found)].join('; '));
  const without = matches.filter(({ kind }) => kind === 'unmatched').length;
  const limits = [...(without === 0 ? [] : [withoutFinding(without)]), ...unreadIn(found)];
  return limits.length === 0
    ? t('Nothing in this policy is reported unused.')
    : t('Nothing is reported unused in what was checked; {0}.', limits.join('; '));
}

function withoutFinding(policies: number): string {
  return policies === 1 ? t('no finding applies to 1 policy') : t('no finding applies to {0} policies', policies);
}

/** The number of parts that were not read, and the reason for the first. */
function unreadIn({ analysis: { text, reading } }: DocumentAnalysis): string[] {
  const [first] = reading.unread;
  if (first === undefined) return [];
  const line = String(placeAt(text, first.span.offset).line);
  return unreadInWords(reading.unread.length).map((count) => t('{0} (line {1}: {2})', count, line, first.reason));
}
