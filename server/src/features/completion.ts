import { syntaxOf, type Policy, type PolicyPlace, type Statement } from '../../../core/src/index.ts';
import { t } from '../lsp/language.ts';
import {
  CompletionItemKind,
  MarkupKind,
  type CompletionItem,
  type CompletionParams,
  type MarkupContent,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { actionMatcher } from '../../../core/src/config/index.ts';
import {
  foldCase,
  wordEnds,
  type ActionCatalogue,
  type ActionReference,
  type CatalogueService,
} from '../../../core/src/actions/index.ts';
import { isRecord, spanEnd, type Span } from '../../../core/src/text/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { rangeOf } from '../lsp/convert.ts';
import { entryAt } from './entryAt.ts';
import { detailLines, escaped, names as listed } from './markdown.ts';

/**
 * Completes service prefixes, and after a prefix its actions and wildcards that the statement does not allow yet. Only
 * in strings of `Action` and `NotAction`.
 */
export function completionsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  { position }: CompletionParams,
): CompletionItem[] {
  const { analysis } = found;
  const offset = document.offsetAt(position);
  const place = entryAt(found, offset);
  const policy = analysis.reading.policies[place?.policy ?? -1];
  if (place === undefined || policy === undefined || policy.readOnly !== undefined) return [];
  const entries = entriesOf(policy, place);
  const entry = entries[place.entry];
  const typed = entry && (entry.pattern ?? unfinished(analysis.text, entry.span));
  if (entry === undefined || typed === undefined) return [];
  const inner = syntaxOf(analysis, policy).innerSpan(analysis.text, entry.span);
  if (offset < inner.offset || offset > spanEnd(inner)) return [];
  const range = rangeOf(document, inner);
  const others = entries.filter((other) => other !== entry).flatMap(({ pattern }) => pattern ?? []);
  const items = itemsFor(typed, offset - inner.offset, others, found.sources.catalogue);
  return items.map(({ newText, ...item }) => ({ ...item, filterText: newText, textEdit: { range, newText } }));
}

function entriesOf({ statements }: Policy, { statement }: PolicyPlace): NonNullable<Statement['action']>['entries'] {
  return statements[statement]?.action?.entries ?? [];
}

/**
 * An entry without quotes that is no string yet: nothing, or a service with a colon, which YAML reads as a key.
 * `undefined` for any other entry that is not a string.
 */
function unfinished(text: string, { offset, length }: Span): string | undefined {
  const written = text.slice(offset, offset + length);
  return /^(?:[\w-]+:)?$/.test(written) && /^[ \t]$/.test(text[offset - 1] ?? '') ? written : undefined;
}

/** Adds the details of its action or service to a completion. They are only looked up for the shown one. */
export function resolveCompletion(item: CompletionItem, { serviceName, detailsOf }: ActionReference): CompletionItem {
  const { service, action } = isRecord(item.data) ? item.data : {};
  if (typeof service !== 'string') return item;
  const details = typeof action === 'string' ? detailsOf(service, action) : undefined;
  const lines = typeof action === 'string' ? details && detailLines(details) : [escaped(serviceName(service) ?? '')];
  return lines === undefined ? item : { ...item, documentation: markdown(lines) };
}

function markdown(lines: readonly string[]): MarkupContent {
  return { kind: MarkupKind.Markdown, value: lines.join('\n\n') };
}

type Item = Omit<CompletionItem, 'textEdit' | 'filterText'> & { readonly newText: string };

/** `at`: the offset of the cursor in `text`. `others`: the other action strings of the statement. */
function itemsFor(text: string, at: number, others: readonly string[], catalogue: ActionCatalogue): Item[] {
  const colon = text.indexOf(':');
  if (colon < 0 || at <= colon) return catalogue.services.map((service) => serviceItem(service, catalogue));
  const prefix = text.slice(0, colon);
  const folded = foldCase(prefix);
  const service = catalogue.service(folded);
  if (service === undefined) return [];
  return actionItems(folded, service, others).map((item) => ({ ...item, newText: `${prefix}:${item.label}` }));
}

function serviceItem(service: string, catalogue: ActionCatalogue): Item {
  const count = catalogue.service(service)?.names.length ?? 0;
  const detail = count === 1 ? t('1 action') : t('{0} actions', count);
  return { label: service, kind: CompletionItemKind.Module, detail, newText: `${service}:`, data: { service } };
}

/** `prefix` is folded. */
function actionItems(
  prefix: string,
  { names, folded, levels }: CatalogueService,
  others: readonly string[],
): CompletionItem[] {
  const isAllowed = actionMatcher(others);
  const items: CompletionItem[] = [];
  const wildcards = new Map<string, string[]>();
  for (const [i, name] of names.entries()) {
    const action = folded[i] ?? '';
    if (isAllowed(prefix, action)) continue;
    const level = levels?.[i];
    const detail = level === undefined ? {} : { detail: level };
    items.push({
      label: name,
      kind: CompletionItemKind.Function,
      ...detail,
      sortText: `0${name}`,
      data: { service: prefix, action },
    });
    const first = name.slice(0, wordEnds(name)[0]);
    if (first === name) continue;
    const below = wildcards.get(first);
    if (below === undefined) wildcards.set(first, [name]);
    else below.push(name);
  }
  for (const [start, below] of wildcards) if (below.length > 1) items.push(wildcardItem(start, below));
  return items;
}

function wildcardItem(start: string, below: readonly string[]): CompletionItem {
  return {
    label: `${start}*`,
    kind: CompletionItemKind.Keyword,
    detail: t('{0} actions', below.length),
    documentation: markdown([listed(below)]),
    sortText: `1${start}`,
  };
}
