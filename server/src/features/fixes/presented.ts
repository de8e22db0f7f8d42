/** Proves offers, and turns them into code actions. */
import type { CodeAction } from 'vscode-languageserver';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { Doubt } from '../doubt.ts';
import type { FixBase, ProvenFix } from './provenFix.ts';
import type { Fix, FixData } from './fixData.ts';
import type { FixOffer } from './offer.ts';
import { proveFix } from './proveFix.ts';

/**
 * A code action in the form that the client supports: with data, from which the edit is made when the user chooses it;
 * or with the edit itself; or, for a doubtful finding in our own client, with a command that asks the user first.
 */
export function presented(base: FixBase, { action, fix, isPreferred, isOmitted }: FixOffer): CodeAction[] {
  const { capabilities } = base;
  // A command of our client proves and makes the change itself.
  if (action.command !== undefined) return [action];
  const proven = proveFix(base, fix);
  if (proven.kind === 'refused') return isOmitted === true ? [] : disabled(base, action, proven.reason);
  const data = dataOf(base, fix, proven);
  if (proven.doubt !== undefined && capabilities.clientCommands)
    return [{ ...action, command: { title: action.title, command: clientCommands.applyFix, arguments: [data] } }];
  const offered =
    proven.doubt === undefined ? { ...action, ...(isPreferred && { isPreferred }) } : doubted(action, proven.doubt);
  if (capabilities.resolvedEdits) return [{ ...offered, data }];
  const made = proven.make();
  return made.kind === 'made' ? [{ ...offered, edit: made.edit }] : disabled(base, action, made.reason);
}

/** The data from which the edit of a proven fix is made when the user chooses it. */
export function dataOf(
  { document }: FixBase,
  fix: Fix,
  { offered }: Extract<ProvenFix, { readonly kind: 'proven' }>,
): FixData {
  return { uri: document.uri, version: document.version, fix, offered };
}

/** An action with a doubt is never preferred. Because the user is not asked, its title tells the reason. */
function doubted(action: CodeAction, { reason }: Doubt): CodeAction {
  return { ...action, title: `${action.title} (${reason})` };
}

function disabled({ capabilities }: FixBase, action: CodeAction, reason: string | undefined): CodeAction[] {
  return capabilities.disabledActions && reason !== undefined ? [{ ...action, disabled: { reason } }] : [];
}
