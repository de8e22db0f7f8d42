/** The fix of an entry with actions that a keep rule keeps: the rule no longer names them. */
import { CodeActionKind } from 'vscode-languageserver';
import { foldCase, foldedParts } from '../../../../core/src/actions/index.ts';
import { actionMatcher } from '../../../../core/src/config/index.ts';
import { withheld } from '../../../../core/src/index.ts';
import type { Span } from '../../../../core/src/text/index.ts';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import { t, told } from '../../lsp/language.ts';
import { configFor, stopKeepingInConfig } from '../configEdits.ts';
import type { Fix } from './fixData.ts';
import { type FixOffer, type FixRequest, mostProblems } from './offer.ts';
import { entriesAt } from './entriesAt.ts';
import { type FixBase, type ProvenFix, markOf } from './provenFix.ts';

/** An action string of keep rules that keeps actions of an entry from being removed. */
export interface Stoppable {
  /** As the first of the rules writes it. */
  readonly action: string;
  /** The line of that rule, from 1. */
  readonly line: number;
  /** One of the rules also applies to other principals than those of the policy. */
  readonly isShared: boolean;
}

/** What keeps some of these actions of a policy (`service:Name`) although they are reported unused. */
export function stoppable({ analysis }: DocumentAnalysis, policy: number, kept: readonly string[]): Stoppable[] {
  const match = analysis.policies[policy]?.match;
  if (match?.kind !== 'matched' || match.keepRules.length === 0) return [];
  const reported = withheld(match, kept).flatMap(({ actions }) => actions.map(foldedParts));
  const isAbout = (action: string): boolean => {
    const matches = actionMatcher([action]);
    return reported.some(([service, name]) => matches(service, name));
  };
  const own = new Set(match.findings.map(({ finding }) => finding.principal?.arn));
  const named = match.keepRules.flatMap(({ actions, principals = [undefined], line }): Stoppable[] =>
    actions.map((action) => ({ action, line, isShared: principals.some((arn) => arn === undefined || !own.has(arn)) })),
  );
  const found = new Map<string, Stoppable>();
  for (const one of named.filter(({ action }) => isAbout(action))) {
    const first = found.get(foldCase(one.action)) ?? one;
    found.set(foldCase(one.action), { ...first, isShared: first.isShared || one.isShared });
  }
  return [...found.values()];
}

/** One fix for each action string of a keep rule that keeps something of the entries at the range. */
export function* stopKeepingOffers(request: FixRequest, range: Span): Iterable<FixOffer[]> {
  const { found, capabilities, document } = request;
  const file = configFor(found, capabilities);
  if (file === undefined) return;
  for (const { place } of entriesAt(found.analysis, range).slice(0, mostProblems)) {
    const { kept = [] } = found.engine.explain(found.analysis, place) ?? {};
    yield stoppable(found, place.policy, kept).map((one) => {
      const title = titleOf(one, file);
      const run = { title, command: clientCommands.stopKeeping, arguments: [document.uri, [one.action]] };
      // The command of our client also saves the configuration.
      const command = capabilities.clientCommands ? { command: run } : {};
      const action = { title, kind: CodeActionKind.QuickFix, ...command };
      return { action, fix: { kind: 'stop-keeping', action: one.action }, isOmitted: true };
    });
  }
}

function titleOf({ action, line, isShared }: Stoppable, file: string): string {
  return isShared
    ? t('Stop Keeping {0}, also for other principals (keep rule in line {1} of {2})', action, String(line), file)
    : t('Stop Keeping {0} (keep rule in line {1} of {2})', action, String(line), file);
}

export function proveStopKeeping(
  { found, capabilities }: FixBase,
  { action }: Extract<Fix, { kind: 'stop-keeping' }>,
): ProvenFix {
  const change = stopKeepingInConfig(found, { actions: [action] }, capabilities);
  if (change.kind === 'refused') return { kind: 'refused', reason: told(change.reason) };
  return {
    kind: 'proven',
    offered: markOf(change.file, action),
    make: () => ({ kind: 'made', edit: change.edit, kept: 0, removed: 0 }),
  };
}
