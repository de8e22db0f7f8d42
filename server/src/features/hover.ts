import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { spanEnd, withheld, type EntryExplanation, type Evidence, type PolicyPlace, type Span } from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import { spokenDetail } from './status.ts';

/** What is known of the action string under the cursor: what it allows, what becomes of it and why, and what nobody can know. */
export function hoverFor(document: TextDocument, found: DocumentAnalysis, { position }: HoverParams): Hover | null {
  const offset = document.offsetAt(position);
  const place = entryAt(found, offset);
  if (place === undefined) return null;
  const explanation = found.refiner.explain(found.analysis, place);
  const lines =
    explanation === undefined
      ? leftAlone(found, place)
      : linesOf(explanation, found.evidence[place.policy], found.surroundings.catalogue.label);
  if (lines.length === 0) return null;
  return { range: rangeOf(document, place.span), contents: { kind: MarkupKind.Markdown, value: lines.join('\n\n') } };
}

function entryAt({ analysis }: DocumentAnalysis, offset: number): (Required<PolicyPlace> & { readonly span: Span }) | undefined {
  for (const [policy, { policy: read }] of analysis.policies.entries())
    for (const [statement, { span: whole, action }] of read.statements.entries()) {
      if (action === undefined || offset < whole.offset || offset > spanEnd(whole)) continue;
      const entry = action.entries.findIndex(({ span }) => span.offset <= offset && offset <= spanEnd(span));
      const span = action.entries[entry]?.span;
      if (span !== undefined) return { policy, statement, entry, span };
    }
  return undefined;
}

/** Why nothing is done about the statement of an entry. */
function leftAlone({ analysis }: DocumentAnalysis, { policy, statement }: PolicyPlace): string[] {
  const role = analysis.policies[policy]?.policy.statements[statement]?.role;
  return role === undefined || role.kind === 'refinable' ? [] : [`This statement is left alone: ${escaped(role.reason)}`];
}

function linesOf(explanation: EntryExplanation, said: Evidence | undefined, catalogue: string): string[] {
  const { text, kept, unused } = explanation;
  const speaks = said?.kind === 'speaks';
  return [
    `**${escaped(text)}**: ${countsOf(explanation, speaks)}`,
    ...becomesOf(explanation),
    ...(kept.length + unused.length > 1 && unused.length > 0 ? [`Unused: ${names(unused)}`, `Kept: ${names(kept)}`] : []),
    ...(speaks
      ? withheld(said, kept).map(({ actions, reason }) => `Reported unused and kept: ${names(actions)} — ${escaped(reason)}`)
      : []),
    ...trackingOf(explanation),
    said === undefined ? '' : `_${escaped(said.kind === 'speaks' ? spokenDetail(said) : said.reason)} · ${escaped(catalogue)}_`,
  ].filter((line) => line !== '');
}

function countsOf({ decision, kept, unused }: EntryExplanation, speaks: boolean): string {
  if (decision.kind === 'malformed') return escaped(decision.reason);
  const all = kept.length + unused.length;
  if (all === 0) return 'nothing known matches it';
  if (all === 1) return unused.length === 1 ? 'unused' : speaks ? 'kept, no finding calls it unused' : 'no finding speaks for it';
  return `${all} actions: ${kept.length} kept, ${unused.length} unused`;
}

function becomesOf({ decision }: EntryExplanation): string[] {
  if (decision.kind === 'narrow') return [`Becomes: ${names(decision.to)}`];
  return decision.kind === 'cannot-narrow' ? [escaped(decision.reason)] : [];
}

/** What is kept because nobody can know whether it is used. */
function trackingOf({ kept, notTracked, trackingUnknown }: EntryExplanation): string[] {
  const lines: string[] = [];
  if (notTracked.length > 0) lines.push(`Not tracked, kept because nobody can know: ${names(notTracked)}`);
  if (trackingUnknown > 0) {
    const whose = kept.length === 1 ? 'its use is tracked' : `the use of ${trackingUnknown} of those kept is tracked`;
    lines.push(`Whether ${whose} is unknown to the action catalogue`);
  }
  return lines;
}

/** As many as a person reads. */
const shownNames = 24;

function names(actions: readonly string[]): string {
  const shown = actions.slice(0, shownNames).map((action) => `\`${onOneLine(action.replaceAll('`', ' '))}\``);
  return `${shown.join(', ')}${actions.length > shownNames ? ` and ${actions.length - shownNames} more` : ''}`;
}

/** A text that Markdown shows as it is: names and reasons come from files. */
function escaped(text: string): string {
  return onOneLine(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');
}

/** Without line ends, and without control characters, some of which turn the direction of the text behind them. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
