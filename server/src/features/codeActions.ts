import { CodeActionKind, type CodeAction, type CodeActionParams, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  parseActionPattern,
  spanBetween,
  spansTouch,
  type Evidence,
  type PolicyPlace,
  type Problem,
  type Scope,
  type Span,
  type StatementAnalysis,
} from '../../../core/src/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import type { Abilities } from '../abilities.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { mapDocument } from '../configEdits.ts';
import { nearestAction } from '../nearest.ts';
import { diagnosticSource, readDiagnosticData, workspaceEditOf } from '../convert.ts';
import { t, told } from '../language.ts';

export const fixAllKind = 'source.fixAll.iamRefine';

/** The code actions for a range of an analysed document. Everything offered was proven and checked on the edited text. */
export function codeActionsFor(
  document: TextDocument,
  found: DocumentAnalysis,
  params: CodeActionParams,
  abilities: Abilities,
): CodeAction[] {
  const { context } = params;
  const actions: CodeAction[] = [];
  if (wants(context.only, CodeActionKind.QuickFix)) actions.push(...quickFixes(document, found, params, abilities));
  if (context.only !== undefined && wants(context.only, fixAllKind)) actions.push(...fixAll(document, found, abilities));
  return actions;
}

/** A client that names kinds wants these and the more special ones below them. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** What may run on every save: not what rests on a stale finding. */
function fixAll(document: TextDocument, { analysis, refiner, evidence }: DocumentAnalysis, abilities: Abilities): CodeAction[] {
  const stale = [...evidence.entries()].filter(([, said]) => isStale(said)).map(([policy]) => policy);
  const { edits } = refiner.refine(analysis, { kind: 'file', except: new Set(stale) });
  if (edits.length === 0) return [];
  return [{ title: t('Refine Whole File'), kind: fixAllKind, edit: workspaceEditOf(document, edits, abilities.versionedEdits) }];
}

function isStale(said: Evidence | undefined): boolean {
  return said?.kind === 'speaks' && said.stale !== undefined;
}

interface Request {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly abilities: Abilities;
  /** What the client shows at the range. */
  readonly diagnostics: readonly Diagnostic[];
}

type PlaceScope = Exclude<Scope, { kind: 'file' }>;

function quickFixes(document: TextDocument, found: DocumentAnalysis, params: CodeActionParams, abilities: Abilities): CodeAction[] {
  const request = { document, found, abilities, diagnostics: params.context.diagnostics };
  const range = spanBetween(document.offsetAt(params.range.start), document.offsetAt(params.range.end));
  const fixes: CodeAction[] = [];
  const keeps: CodeAction[] = [];
  const statements = new Map<string, PolicyPlace>();
  // What the client shows may be of an older text, so the problems are looked up in this one.
  for (const problem of found.analysis.problems.filter(({ span }) => spansTouch(span, range))) {
    const { place } = problem;
    const target = place && found.analysis.policies[place.policy]?.statements[place.statement];
    if (place === undefined || target === undefined) continue;
    if (place.entry !== undefined) {
      fixes.push(...entryFixes(request, target, { ...place, entry: place.entry }), ...spellingFix(request, problem, target, place.entry));
      keeps.push(...keepFix(request, problem.text));
    }
    if (target.change !== undefined)
      statements.set(`${place.policy} ${place.statement}`, { policy: place.policy, statement: place.statement });
  }
  for (const place of statements.values())
    fixes.push(...quickFix(request, { kind: 'statement', ...place }, { title: t('Refine this statement') }));
  return [...fixes, ...untrackedFixes(request, range), ...keeps, ...compactFix(request, range), ...pins(request, range)];
}

/** As many as a menu can hold; the command lists all. */
const shownCandidates = 10;

/** Where several principals may be meant: one action each, which writes the choice down. */
function pins({ document, found, abilities, diagnostics }: Request, range: Span): CodeAction[] {
  return found.evidence.flatMap((said, i) => {
    const keySpan = found.analysis.reading.policies[i]?.keySpan;
    if (said.kind !== 'blocked' || keySpan === undefined || !spansTouch(keySpan, range)) return [];
    return (said.candidates ?? []).slice(0, shownCandidates).flatMap(({ arn, name, type, account }): CodeAction[] => {
      const change = mapDocument(document.uri, found, [arn], abilities);
      if (change.kind === 'refused') return [];
      const title = t('Use the finding of the {0} {1} in {2} (writes {3})', type, name, account, change.file);
      return [
        { title, kind: CodeActionKind.QuickFix, edit: change.edit, diagnostics: diagnostics.filter(({ code }) => code === said.code) },
      ];
    });
  });
}

/** Where the catalogue lacks an action: the one that is spelled most like it. */
function spellingFix(
  { document, found, abilities, diagnostics }: Request,
  problem: Problem,
  { statement }: StatementAnalysis,
  entry: number,
): CodeAction[] {
  if (problem.code !== 'action.unknown' && problem.code !== 'service.unknown') return [];
  const text = statement.action?.entries[entry]?.text;
  const near = text === undefined ? undefined : nearestAction(found.surroundings.catalogue, text);
  if (near === undefined) return [];
  const edit = workspaceEditOf(document, [{ span: problem.span, newText: JSON.stringify(near) }], abilities.versionedEdits);
  const about = diagnostics.filter(({ code }) => code === problem.code);
  return [{ title: t('Change to {0}', near), kind: CodeActionKind.QuickFix, edit, diagnostics: about }];
}

/** Where a policy would be too large when it is refined: the whole file in the compact form. */
function compactFix({ document, found, abilities, diagnostics }: Request, range: Span): CodeAction[] {
  const isTooLarge = found.problems.some(({ code, span }) => code === 'policy.too-large' && spansTouch(span, range));
  const { edits } = isTooLarge ? found.refiner.refine(found.analysis, { kind: 'file', isCompact: true }) : { edits: [] };
  if (edits.length === 0) return [];
  const edit = workspaceEditOf(document, edits, abilities.versionedEdits);
  const about = diagnostics.filter(({ code }) => code === 'policy.too-large');
  return [{ title: t('Refine Whole File, compact'), kind: CodeActionKind.QuickFix, edit, diagnostics: about }];
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
      return quickFix(request, { kind: 'entry', ...place }, doubtful(request, decision, t('Remove unused action {0}', text)));
    case 'narrow':
      return quickFix(request, { kind: 'entry', ...place }, doubtful(request, decision, narrowTitle(text, decision.to)));
    case 'narrow-all':
      return quickFix(request, { kind: 'entry', ...place }, { title: t('Replace {0} with one entry for each service', text) });
    case 'keep':
    case 'cannot-narrow':
    case 'malformed':
    case undefined:
      return [];
  }
}

function narrowTitle(text: string, to: readonly string[]): string {
  return to.length === 1 ? t('Replace {0} with {1}', text, to.join()) : t('Replace {0} with {1} shortest safe prefixes', text, to.length);
}

/** Preferred, unless the catalogue is older than the finding: then the title says so. */
function doubtful({ found }: Request, { isCatalogueOlder }: { readonly isCatalogueOlder?: true }, title: string): Offer {
  if (isCatalogueOlder !== true) return { title, isPreferred: true };
  return { title: t('{0} ({1} is older than the finding)', title, told(found.surroundings.catalogue.label)) };
}

interface Offer {
  readonly title: string;
  readonly isPreferred?: true;
}

/** The action with its edit, or, where there is none and the client can show it, disabled with the reason. */
function quickFix({ document, found, abilities, diagnostics }: Request, scope: PlaceScope, offer: Offer): CodeAction[] {
  const { edits, left } = found.refiner.refine(found.analysis, scope);
  const action = {
    title: offer.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics.filter((shown) => isAbout(shown, scope, found)),
  };
  if (edits.length > 0) {
    const edit = workspaceEditOf(document, edits, abilities.versionedEdits);
    const isPreferred = offer.isPreferred === true && !isStale(found.evidence[scope.policy]);
    return [{ ...action, edit, ...(isPreferred ? { isPreferred } : {}) }];
  }
  const reason = left.map((undone) => told(undone.reason)).join('; ');
  return abilities.disabledActions && reason !== '' ? [{ ...action, disabled: { reason } }] : [];
}

/** What stays only because a service that is unused as a whole says nothing about it can be removed with it: offered, never preferred. */
function untrackedFixes(request: Request, range: Span): CodeAction[] {
  const { analysis, refiner } = request.found;
  return placesAt(analysis, range).flatMap(({ place, text }) => {
    const { excepted = [] } = refiner.explain(analysis, place) ?? {};
    const title = untrackedTitle(text, excepted);
    return title === undefined ? [] : quickFix(request, { kind: 'entry', ...place, includesUntracked: true }, { title });
  });
}

/** `undefined` where there is nothing of the kind. */
function untrackedTitle(text: string, excepted: readonly string[]): string | undefined {
  const pattern = parseActionPattern(text);
  if (excepted.length === 0) return undefined;
  const actions = excepted.join(', ');
  if (pattern.kind === 'all')
    return t('Replace {0} with one entry for each service – also removes {1}, whose use AWS does not track', text, actions);
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

/** Does a diagnostic that the client shows speak of what the action is for? Its `data` came over the wire and may be of an older text. */
function isAbout({ source, data }: Diagnostic, scope: PlaceScope, { analysis }: DocumentAnalysis): boolean {
  const shown = source === diagnosticSource ? readDiagnosticData(data) : undefined;
  if (shown?.policy !== scope.policy || shown.statement !== scope.statement) return false;
  if (scope.kind === 'entry' && shown.entry !== scope.entry) return false;
  const entry = analysis.policies[shown.policy]?.statements[shown.statement]?.entries[shown.entry ?? -1];
  return entry?.text === shown.text;
}
