/** Every text that people read about a document, from the command line and the language server. */
import { capableClient } from '../support/clientCapabilities.ts';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { inWords } from '../../core/src/text/index.ts';
import { noReference } from '../../core/src/actions/index.ts';
import type { FindingMatch } from '../../core/src/index.ts';
import type { DocumentAnalysis } from '../../server/src/documents/analyser.ts';
import { codeActionsFor } from '../../server/src/features/fixes/codeActions.ts';
import { codeLensesFor } from '../../server/src/features/codeLens.ts';
import { entryAt } from '../../server/src/features/entryAt.ts';
import { hoverLines } from '../../server/src/features/hoverLines.ts';
import { inlayHintsFor } from '../../server/src/features/inlayHints.ts';
import { preview } from '../../server/src/features/preview.ts';
import { nothingToDoReason } from '../../server/src/features/refineFile.ts';
import { statusOf } from '../../server/src/features/status.ts';
import { defaultSettings } from '../../server/src/lsp/settings.ts';
import { folded } from '../support/bruteForce.ts';
import { checkOf, examinationOf } from '../support/examination.ts';
import { universe } from './policyDocuments.ts';
import { catalogue, today, type Examined } from './situation.ts';

/** The problems and the reasons of the engine. */
export function engineTexts({ engine, analysis }: Examined): string[] {
  const problems = analysis.problems.map(({ message }) => message);
  const reasons = analysis.policies.flatMap(({ match }) => reasonsOf(match));
  const { left } = engine.refine(analysis, { kind: 'file' });
  return [
    ...problems,
    ...reasons,
    ...left.map(({ reason }) => reason),
    ...analysis.reading.unread.map(({ reason }) => reason),
  ].map((message) => inWords(message));
}

function reasonsOf(said: FindingMatch) {
  return said.kind === 'matched' ? [said.why, ...(said.stale === undefined ? [] : [said.stale])] : [said.reason];
}

/** What `check` prints. JSON and SARIF have the same messages; SARIF also has the documentation of the problems. */
export function checkTexts(found: Examined): string[] {
  const { text, engine, analysis } = found;
  const file = { path: '/w/template.json', file: { text, mark: '' }, analysis };
  const examination = examinationOf(file, { engine, catalogue });
  return (['text', 'github'] as const).flatMap((format) => {
    const { stdout, stderr } = checkOf(examination, { format, allowUnread: false });
    return [...stdout.split('\n'), ...stderr];
  });
}

/** The analysis of a document as the server makes it. */
function analysed({ engine, analysis }: Examined): DocumentAnalysis {
  return {
    version: 1,
    analysis,
    engine,
    sources: { settings: { ...defaultSettings, codeLens: 'statements', inlayHints: true }, catalogue },
  };
}

const uri = 'file:///w/template.json';

/** The code actions for a whole document. */
function actionsIn(document: TextDocument, found: DocumentAnalysis): CodeAction[] {
  const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
  return codeActionsFor(document, found, { textDocument: { uri }, range, context: { diagnostics: [] } }, capableClient);
}

/** The text of the document after each code action that is offered in it. */
export function offeredTexts(examined: Examined): string[] {
  const document = TextDocument.create(uri, 'json', 1, examined.text);
  return actionsIn(document, analysed(examined)).flatMap(({ edit }) =>
    (edit?.documentChanges ?? []).flatMap((change) =>
      'edits' in change && change.textDocument.uri === uri
        ? [TextDocument.applyEdits(document, change.edits as TextEdit[])]
        : [],
    ),
  );
}

/**
 * What an editor shows: hovers over every entry, code lenses, inlay hints, the status, titles of code actions, and the
 * reasons why nothing is done.
 */
export function editorTexts(examined: Examined): string[] {
  const { text, analysis } = examined;
  const document = TextDocument.create(uri, 'json', 1, text);
  const found = analysed(examined);
  const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
  const shown = preview(found);
  const { text: status, detail, label: whole } = statusOf(found, today);
  return [
    ...entryOffsets(analysis).flatMap((offset) => hoverAt(found, offset)),
    ...codeLensesFor(document, found, { now: today, capabilities: capableClient }).flatMap(({ command }) => [
      command?.title ?? '',
      command?.tooltip ?? '',
    ]),
    ...inlayHintsFor(document, found, { textDocument: { uri }, range }).map(({ label }) =>
      typeof label === 'string' ? label : '',
    ),
    ...actionsIn(document, found).flatMap(({ title, disabled }) => [title, disabled?.reason ?? '']),
    status,
    detail,
    whole,
    shown.kind === 'nothing' ? shown.reason : '',
    nothingToDoReason(found, true),
    nothingToDoReason(found, false),
  ];
}

function entryOffsets({ reading }: Examined['analysis']): number[] {
  return reading.policies.flatMap(({ statements }) =>
    statements.flatMap(({ action }) => (action?.entries ?? []).map(({ span }) => span.offset)),
  );
}

function hoverAt(found: DocumentAnalysis, offset: number): string[] {
  const place = entryAt(found, offset);
  const explanation = place && found.engine.explain(found.analysis, place);
  return place === undefined
    ? []
    : hoverLines(found, place, explanation, { now: today, accesses: new Map(), reference: noReference });
}

/** Phrases with the word "used" that claim nothing about an action. */
const harmless: readonly RegExp[] = [
  /when the document is used/g,
  /no finding is used/gi,
  /cannot be used/g,
  /it was never used in the tracking period/g,
  /last used \d{4}-\d\d-\d\d/g,
];

/** The phrase for an action that a report shows as used. */
const reported = /used according to the last-accessed report(?: for [^\s()]+)?(?: from [\d-]+)?/g;

const actions: ReadonlySet<string> = new Set(universe.map(folded));

/** The facts behind a text: whether something was not read, and the folded actions that reports show as used. */
export interface Grounds {
  readonly isSomethingUnread: boolean;
  readonly shownAsUsed: ReadonlySet<string>;
}

/** A claim in a text that no finding can prove; `undefined` if there is none. */
export function falseClaimIn(text: string, { isSomethingUnread, shownAsUsed }: Grounds): string | undefined {
  const named = (text.match(/\b[\w-]+:\w+/g) ?? []).map(folded).filter((action) => actions.has(action));
  const areShown = shownAsUsed.size > 0 && named.every((action) => shownAsUsed.has(action));
  const known = areShown ? text.replace(reported, '') : text;
  const rest = harmless.reduce((now, phrase) => now.replace(phrase, ''), known);
  const claim = /\b(?:used|0 unused|0 of \d+ actions? unused)\b|nothing is unused/i.exec(rest);
  if (claim !== null) return claim[0];
  // If a part was not read, the text must name what was checked.
  return isSomethingUnread ? /nothing is reported unused(?! in )/i.exec(rest)?.[0] : undefined;
}
