/** Offers as code actions, proven. */
import type { CodeAction } from 'vscode-languageserver';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { Doubt } from '../doubt.ts';
import type { FixBase } from './provenFix.ts';
import type { FixData } from './fixData.ts';
import type { FixOffer } from './offer.ts';
import { proveFix } from './proveFix.ts';

/**
 * A code action as the client can take it: with the data to make its edit when it is chosen; with the edit, where it
 * cannot ask for that; with a command that asks first, where the finding is doubtful and our client is there.
 */
export function presented(base: FixBase, { action, fix, isPreferred, isOmitted }: FixOffer): CodeAction[] {
  const { document, abilities } = base;
  const proven = proveFix(base, fix);
  if (proven.kind === 'refused') return isOmitted === true ? [] : disabled(base, action, proven.reason);
  const data: FixData = { uri: document.uri, version: document.version, fix, offered: proven.offered };
  if (proven.doubt !== undefined && abilities.clientCommands)
    return [{ ...action, command: { title: action.title, command: clientCommands.applyFix, arguments: [data] } }];
  const offered =
    proven.doubt === undefined ? { ...action, ...(isPreferred && { isPreferred }) } : doubted(action, proven.doubt);
  if (abilities.resolvedEdits) return [{ ...offered, data }];
  const made = proven.make();
  return made.kind === 'made' ? [{ ...offered, edit: made.edit }] : disabled(base, action, made.reason);
}

/** Never preferred; nobody is asked, so the title says why. */
function doubted(action: CodeAction, { reason }: Doubt): CodeAction {
  return { ...action, title: `${action.title} (${reason})` };
}

function disabled({ abilities }: FixBase, action: CodeAction, reason: string | undefined): CodeAction[] {
  return abilities.disabledActions && reason !== undefined ? [{ ...action, disabled: { reason } }] : [];
}
