import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { parseActionPattern } from '../../../core/src/actions/index.ts';
import type { PolicyPlace, Problem, StatementAnalysis } from '../../../core/src/index.ts';
import { spanBetween, spansTouch, type Span } from '../../../core/src/text/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { configFor } from './configEdits.ts';
import { suggestAction } from '../sources/suggestAction.ts';
import type { DiagnosticData } from '../lsp/convert.ts';
import { t, told } from '../lsp/language.ts';
import type { Doubt } from './doubt.ts';
import type { Fix, FixData } from './fixData.ts';
import { proveFix, type FixBase } from './fixes.ts';
import { shownAbout, statementKey, type ShownProblem } from './shownProblems.ts';

export const fixAllKind = 'source.fixAll.iamRefine';

/**
 * The code actions for a range of an analysed document. Everything offered was proven; the edit is made, and checked,
 * when it is chosen.
 */
export function codeActionsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  params: CodeActionParams,
  abilities: ClientCapabilities,
): CodeAction[] {
  return [...codeActionSteps(document, found, params, abilities)].flat();
}

/** As {@link codeActionsFor}, in steps, none of which takes long: a proof or a few. */
export function* codeActionSteps(
  document: TextDocument,
  found: DocumentAnalysis,
  params: CodeActionParams,
  abilities: ClientCapabilities,
): Iterable<CodeAction[]> {
  const { context } = params;
  const base = { document, found, abilities };
  if (wants(context.only, CodeActionKind.QuickFix)) yield* quickFixes(base, params);
  if (context.only !== undefined && wants(context.only, fixAllKind)) yield fixAll(base);
}

/** A client that names kinds wants these and the more special ones below them. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** What may run on every save: not what rests on a doubtful finding. */
function fixAll(base: FixBase): CodeAction[] {
  return presented(base, { title: t('Refine Whole File'), kind: fixAllKind }, { kind: 'fix-all' }, { isOmitted: true });
}

interface Request extends FixBase {
  /** What the client shows at the range. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those of them that are about a statement. */
  readonly shownAbout: ReadonlyMap<string, readonly ShownProblem[]>;
}

type PlaceFix = Extract<Fix, { kind: 'entry' | 'statement' }>;

/** Of a longer selection, the first: no menu is read further, and each action is proven before it is offered. */
const mostProblems = 100;

function* quickFixes(base: FixBase, params: CodeActionParams): Iterable<CodeAction[]> {
  const { document, found } = base;
  const { diagnostics } = params.context;
  const request = { ...base, diagnostics, shownAbout: shownAbout(diagnostics) };
  const range = spanBetween(document.offsetAt(params.range.start), document.offsetAt(params.range.end));
  const keeps: CodeAction[] = [];
  const statements = new Map<string, PolicyPlace>();
  // What the client shows may be of an older text, so the problems are looked up in this one.
  for (const problem of found.analysis.problems.filter(({ span }) => spansTouch(span, range)).slice(0, mostProblems)) {
    const { place } = problem;
    const target = place && found.analysis.policies[place.policy]?.statements[place.statement];
    if (place === undefined || target === undefined) continue;
    if (place.entry !== undefined) {
      const at = { ...place, entry: place.entry };
      yield [...entryFixes(request, target, at), ...spellingFix(request, problem, target, at)];
      keeps.push(...keepFix(request, problem.text));
    }
    if (target.change !== undefined)
      statements.set(statementKey(place), { policy: place.policy, statement: place.statement });
  }
  for (const place of statements.values())
    yield quickFix(request, { kind: 'statement', ...place }, { title: t('Refine this statement') });
  yield* untrackedFixes(request, range);
  yield keeps;
  yield compactFix(request, range);
  yield* pins(request, range);
}

/** As many as a menu can hold; the command lists all. */
const shownCandidates = 10;

/** Where several principals may be meant: one action each, which writes the choice down. */
function* pins(request: Request, range: Span): Iterable<CodeAction[]> {
  const { found, abilities } = request;
  const file = configFor(found, abilities);
  if (file === undefined) return;
  const meant = found.analysis.policies.flatMap(({ policy: { keySpan }, match }, policy) =>
    match.kind === 'blocked' && match.candidates !== undefined && spansTouch(keySpan, range)
      ? [{ policy, code: match.code, candidates: match.candidates }]
      : [],
  );
  for (const { policy, code, candidates } of meant.slice(0, mostProblems))
    yield candidates.slice(0, shownCandidates).flatMap(({ arn, name, type, account }): CodeAction[] => {
      const title = t('Use the finding of the {0} {1} in {2} (writes {3})', type, name, account, file);
      return presented(
        request,
        { title, ...quickFixAbout(request, code) },
        { kind: 'pin', policy, principal: arn },
        { isOmitted: true },
      );
    });
}

/** A quick fix of what the client shows under a code. */
function quickFixAbout({ diagnostics }: Request, code: string): Pick<CodeAction, 'kind' | 'diagnostics'> {
  return { kind: CodeActionKind.QuickFix, diagnostics: diagnostics.filter((shown) => shown.code === code) };
}

/** Where the catalogue lacks an action: the one that is spelled most like it. */
function spellingFix(
  request: Request,
  problem: Problem,
  { statement }: StatementAnalysis,
  place: Required<PolicyPlace>,
): CodeAction[] {
  if (problem.code !== 'action.unknown' && problem.code !== 'service.unknown') return [];
  const text = statement.action?.entries[place.entry]?.text;
  const near = text === undefined ? undefined : suggestAction(request.found.sources.catalogue, text);
  if (near === undefined) return [];
  const action = { title: t('Change to {0}', near), ...quickFixAbout(request, problem.code) };
  return presented(request, action, { kind: 'spelling', ...place });
}

/** Where a policy would be too large when it is refined: the whole file in the compact form. */
function compactFix(request: Request, range: Span): CodeAction[] {
  const isTooLarge = request.found.analysis.problems.some(
    ({ code, span }) => code === 'policy.too-large' && spansTouch(span, range),
  );
  if (!isTooLarge) return [];
  const action = { title: t('Refine Whole File, compact'), ...quickFixAbout(request, 'policy.too-large') };
  return presented(request, action, { kind: 'compact' }, { isOmitted: true });
}

/** What is unused can be kept, with a reason, for which our client asks. */
function keepFix({ document, abilities }: Request, text: string | undefined): CodeAction[] {
  if (text === undefined || !abilities.clientCommands) return [];
  const title = t('Keep {0}…', text);
  const command = { title, command: clientCommands.keepAction, arguments: [document.uri, text] };
  return [{ title, kind: CodeActionKind.QuickFix, command }];
}

function entryFixes(request: Request, target: StatementAnalysis, place: Required<PolicyPlace>): CodeAction[] {
  const { text, decision } = target.entries[place.entry] ?? {};
  if (text === undefined) return [];
  switch (decision?.kind) {
    case 'drop':
      return quickFix(
        request,
        { kind: 'entry', ...place },
        doubtful(request, decision, t('Remove unused action {0}', text)),
      );
    case 'narrow':
      return quickFix(
        request,
        { kind: 'entry', ...place },
        doubtful(request, decision, narrowTitle(text, decision.to)),
      );
    case 'narrow-all':
      return quickFix(
        request,
        { kind: 'entry', ...place },
        { title: t('Replace {0} with one entry for each service', text) },
      );
    case 'keep':
    case 'cannot-narrow':
    case 'malformed':
    case undefined:
      return [];
  }
}

function narrowTitle(text: string, to: readonly string[]): string {
  return to.length === 1
    ? t('Replace {0} with {1}', text, to.join())
    : t('Replace {0} with {1} shortest safe prefixes', text, to.length);
}

/** Preferred, unless the catalogue is older than the finding: then the title says so. */
function doubtful(
  { found }: Request,
  { isCatalogueOlder }: { readonly isCatalogueOlder?: true },
  title: string,
): Offer {
  if (isCatalogueOlder !== true) return { title, isPreferred: true };
  return { title: t('{0} ({1} is older than the finding)', title, told(found.sources.catalogue.label)) };
}

interface Offer {
  readonly title: string;
  readonly isPreferred?: true;
}

/** The action, or, where it cannot be done and the client can show it, disabled with the reason. */
function quickFix(request: Request, fix: PlaceFix, { title, isPreferred }: Offer): CodeAction[] {
  const { found, shownAbout: shown } = request;
  const about = (shown.get(statementKey(fix)) ?? []).filter(({ data }) => isAbout(data, fix, found));
  const action = { title, kind: CodeActionKind.QuickFix, diagnostics: about.map(({ diagnostic }) => diagnostic) };
  return presented(request, action, fix, { isPreferred });
}

/** How a code action is shown. */
interface Showing {
  readonly isPreferred?: true | undefined;
  /** Left out, and not disabled, where it cannot be done. */
  readonly isOmitted?: true;
}

/**
 * A code action as the client can take it: with the data to make its edit when it is chosen; with the edit, where it
 * cannot ask for that; with a command that asks first, where the finding is doubtful and our client is there.
 */
function presented(
  base: FixBase,
  action: CodeAction,
  fix: Fix,
  { isPreferred, isOmitted }: Showing = {},
): CodeAction[] {
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

/**
 * What stays only because a service that is unused as a whole says nothing about it can be removed with it: offered,
 * never preferred.
 */
function* untrackedFixes(request: Request, range: Span): Iterable<CodeAction[]> {
  const { analysis, engine } = request.found;
  for (const { place, text } of placesAt(analysis, range).slice(0, mostProblems)) {
    const { excepted = [] } = engine.explain(analysis, place) ?? {};
    const title = untrackedTitle(text, excepted);
    yield title === undefined ? [] : quickFix(request, { kind: 'entry', ...place, includesUntracked: true }, { title });
  }
}

/** `undefined` where there is nothing of the kind. */
function untrackedTitle(text: string, excepted: readonly string[]): string | undefined {
  const pattern = parseActionPattern(text);
  if (excepted.length === 0) return undefined;
  const actions = excepted.join(', ');
  if (pattern.kind === 'all')
    return t(
      'Replace {0} with one entry for each service – also removes {1}, whose use AWS does not track',
      text,
      actions,
    );
  return pattern.kind === 'wildcard'
    ? t('Remove {0} – also removes {1}, whose use AWS does not track', text, actions)
    : t('Remove {0}, whose use AWS does not track', text);
}

/** The entries at a range that were decided about. */
function placesAt(
  { policies }: DocumentAnalysis['analysis'],
  range: Span,
): { readonly place: Required<PolicyPlace>; readonly text: string }[] {
  return policies.flatMap(({ statements }, policy) =>
    statements.flatMap(({ statement, entries }, at) =>
      entries.flatMap(({ text }, entry) => {
        const span = statement.action?.entries[entry]?.span;
        if (text === undefined || span === undefined || !spansTouch(span, range)) return [];
        return [{ place: { policy, statement: at, entry }, text }];
      }),
    ),
  );
}

/** Does a diagnostic that the client shows of a statement speak of what the action is for? */
function isAbout({ entry, text, ...place }: DiagnosticData, fix: PlaceFix, { analysis }: DocumentAnalysis): boolean {
  if (fix.kind === 'entry' && entry !== fix.entry) return false;
  return analysis.policies[place.policy]?.statements[place.statement]?.entries[entry ?? -1]?.text === text;
}
