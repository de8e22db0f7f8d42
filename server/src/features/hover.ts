/** The hover of an action string. */
import { t, told } from '../lsp/language.ts';
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { noReference, type ActionReference } from '../../../core/src/actions/index.ts';
import { type EntryExplanation, type FindingMatch, type UnreadPart } from '../../../core/src/index.ts';
import { sentence, spanEnd } from '../../../core/src/text/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import { rangeOf } from '../lsp/convert.ts';
import type { EntryPlacesSource } from '../sources/entryPlaces.ts';
import { entryAt, type EntryPlace } from './entryAt.ts';
import type { FixBase } from './fixes/provenFix.ts';
import { hoverLinks } from './hoverLinks.ts';
import { lastAccessesOf, type AskedFor } from './lastAccess.ts';
import { escaped } from './markdown.ts';
import { groundsOf, hoverLines, isUsed, pageLink, singleAction, type LookedUp } from './hoverLines.ts';
import { shortHover } from './shortHover.ts';

/** What a hover depends on besides the document. */
export interface HoverOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly capabilities: ClientCapabilities;
  readonly placesOf: EntryPlacesSource;
  readonly reference: () => Promise<ActionReference>;
}

/**
 * The hover of the action string under the cursor: what it allows, whether it stays and why, and what cannot be known.
 */
export async function hoverFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { position }: HoverParams,
  options: HoverOptions,
): Promise<Hover | null> {
  const place = entryAt(found, document.offsetAt(position));
  const unread = unreadAt(found, document.offsetAt(position));
  if (place === undefined) return unread === undefined ? null : unreadHover(document, unread);
  const range = rangeOf(document, place.span);
  const explanation = found.engine.explain(found.analysis, place);
  const { now, placesOf, reference } = options;
  const match = found.analysis.policies[place.policy]?.match;
  const accesses = await lastAccessesOf(match, askedOf(explanation, match), placesOf);
  // The descriptions of actions are read only when one is shown.
  const known = explanation === undefined || singleAction(explanation) !== undefined ? await reference() : noReference;
  const lookedUp = { now, accesses, reference: known };
  const lines =
    explanation === undefined || !options.capabilities.clientCommands
      ? hoverLines(found, place, explanation, lookedUp)
      : linesWithLinks({ document, found, capabilities: options.capabilities }, { place, explanation }, lookedUp);
  if (lines.length === 0 && unread !== undefined) return unreadHover(document, unread);
  return lines.length === 0 ? null : { range, contents: { kind: MarkupKind.Markdown, value: lines.join('\n\n') } };
}

/** The hover in our client: short, and with links. */
function linesWithLinks(
  base: FixBase,
  { place, explanation }: { readonly place: EntryPlace; readonly explanation: EntryExplanation },
  lookedUp: LookedUp,
): string[] {
  const grounds = groundsOf(base.found, place, explanation, lookedUp);
  const tree = grounds.prefixTree === undefined ? undefined : base.document.positionAt(place.span.offset + 1);
  const links = hoverLinks(base, { place, explanation, tree });
  return [...shortHover(explanation, grounds), ...(links === '' ? [] : [links])];
}

/** The innermost part at an offset that was not read. */
function unreadAt({ analysis }: DocumentAnalysis, offset: number): UnreadPart | undefined {
  return analysis.reading.unread
    .filter(({ span }) => span.offset <= offset && offset <= spanEnd(span))
    .toSorted((a, b) => a.span.length - b.span.length)[0];
}

function unreadHover(document: TextDocument, { span, reason, isNotYet }: UnreadPart): Hover {
  const what = isNotYet === true ? told(sentence(reason)) : t('Not read: {0}', reason);
  const value = [escaped(what), pageLink('policy.unread')].join('\n\n');
  return { range: rangeOf(document, span), contents: { kind: MarkupKind.Markdown, value } };
}

/** The actions whose last access is looked up: the unused ones, or a single used one, which reports may have. */
function askedOf(explanation: EntryExplanation | undefined, match: FindingMatch | undefined): AskedFor {
  const { kept = [], unused = [] } = explanation ?? {};
  const [single, ...others] = kept;
  const areUsed = unused.length === 0 && others.length === 0 && single !== undefined && isUsed(single, match);
  return { actions: areUsed ? kept : unused, areUsed };
}
