import { CompletionItemKind, type CompletionItem, type CompletionParams } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  actionMatcher,
  foldCase,
  spanBetween,
  spanEnd,
  wordEnds,
  type ActionCatalogue,
  type CatalogueService,
} from '../../../core/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import { entryAt } from './entryAt.ts';

/** Service prefixes, and behind one its actions and wildcards: what the statement does not allow yet. Only in strings of `Action` and `NotAction`. */
export function completionsFor(document: TextDocument, found: DocumentAnalysis, { position }: CompletionParams): CompletionItem[] {
  const offset = document.offsetAt(position);
  const place = entryAt(found, offset);
  const entries = (place && found.analysis.policies[place.policy]?.policy.statements[place.statement]?.action?.entries) ?? [];
  const entry = entries[place?.entry ?? -1];
  // Behind the opening quote and before the closing one.
  if (entry?.text === undefined || offset <= entry.span.offset || offset >= spanEnd(entry.span)) return [];
  const range = rangeOf(document, spanBetween(entry.span.offset + 1, spanEnd(entry.span) - 1));
  const others = entries.filter((other) => other !== entry).flatMap(({ text }) => text ?? []);
  const items = itemsFor(entry.text, offset - entry.span.offset - 1, others, found.surroundings.catalogue);
  return items.map(({ newText, ...item }) => ({ ...item, filterText: newText, textEdit: { range, newText } }));
}

type Item = Omit<CompletionItem, 'textEdit' | 'filterText'> & { readonly newText: string };

/** `at`: where in the text the cursor is. `others`: what else the statement allows. */
function itemsFor(text: string, at: number, others: readonly string[], catalogue: ActionCatalogue): Item[] {
  const colon = text.indexOf(':');
  if (colon < 0 || at <= colon) return catalogue.services.map((service) => serviceItem(service, catalogue));
  const prefix = text.slice(0, colon);
  const service = catalogue.service(foldCase(prefix));
  if (service === undefined) return [];
  return actionItems(prefix, service, others).map(({ name, ...item }) => ({ ...item, label: name, newText: `${prefix}:${name}` }));
}

function serviceItem(service: string, catalogue: ActionCatalogue): Item {
  const detail = `${catalogue.service(service)?.names.length ?? 0} actions`;
  return { label: service, kind: CompletionItemKind.Module, detail, newText: `${service}:` };
}

interface NamedItem extends Pick<CompletionItem, 'kind' | 'detail' | 'sortText'> {
  readonly name: string;
}

function actionItems(prefix: string, { names, folded, levels }: CatalogueService, others: readonly string[]): NamedItem[] {
  const isAllowed = actionMatcher(others);
  const items: NamedItem[] = [];
  const wildcards = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (isAllowed(foldCase(prefix), folded[i] ?? '')) continue;
    const level = levels?.[i];
    items.push({ name, kind: CompletionItemKind.Function, ...(level === undefined ? {} : { detail: level }), sortText: `1${name}` });
    const first = name.slice(0, wordEnds(name)[0]);
    if (first !== name) wildcards.set(first, (wildcards.get(first) ?? 0) + 1);
  }
  for (const [start, count] of wildcards)
    if (count > 1) items.push({ name: `${start}*`, kind: CompletionItemKind.Keyword, detail: `${count} actions`, sortText: `0${start}` });
  return items;
}
