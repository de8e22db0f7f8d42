/** Converts the engine's offsets and problems to the protocol's ranges and diagnostics. */
import type { Diagnostic, Range, TextEdit as LspEdit, WorkspaceEdit } from 'vscode-languageserver';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  defaultSeverities,
  problemPage,
  type PolicyPlace,
  type Problem,
  type ProblemCode,
  type Severity,
} from '../../../core/src/index.ts';
import { isRecord, spanEnd, type Span, type TextEdit } from '../../../core/src/text/index.ts';
import type { Settings } from '../../../protocol/src/index.ts';
import type { ShownInDiagnostics } from './clientCapabilities.ts';
import { told } from './language.ts';

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const diagnosticSource = 'iam-refine';

export function rangeOf(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.offset), end: document.positionAt(spanEnd(span)) };
}

/** The place in a findings file that a diagnostic points at. */
export interface RelatedPlace {
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
}

/** The severity that the settings give to problems of a code; `off` hides them. */
export function severityFor(code: ProblemCode, severities: Settings['severity']): Severity | 'off' {
  return severities[code] ?? defaultSeverities[code];
}

/** How diagnostics are written. */
export interface DiagnosticStyle {
  readonly severities: Settings['severity'];
  readonly shown: ShownInDiagnostics;
}

/** A diagnostic for any file, without the data of policies; `undefined` if the settings hide problems of this code. */
export function describe(
  code: ProblemCode,
  { severities, shown }: DiagnosticStyle,
  { range, message }: Pick<Diagnostic, 'range' | 'message'>,
): Diagnostic | undefined {
  const severity = severityFor(code, severities);
  if (severity === 'off') return undefined;
  return {
    range,
    severity: severityOf[severity],
    source: diagnosticSource,
    code,
    ...(shown.codeDescription ? { codeDescription: { href: problemPage(code) } } : {}),
    message,
  };
}

/** A diagnostic of a policy; `undefined` if the settings hide problems of this code. */
export function diagnosticOf(
  document: TextDocument,
  problem: Problem,
  style: DiagnosticStyle,
  related?: RelatedPlace,
): Diagnostic | undefined {
  const described = describe(problem.code, style, {
    range: rangeOf(document, problem.span),
    message: told(problem.message),
  });
  return (
    described && {
      ...described,
      ...(problem.unnecessary === true && style.shown.tags ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      ...(related === undefined
        ? {}
        : { relatedInformation: [{ location: { uri: related.uri, range: related.range }, message: related.message }] }),
      ...(problem.place === undefined ? {} : { data: dataOf(problem.place, problem.text) }),
    }
  );
}

/** The data of a diagnostic for the code actions: its place in the policy, and the action string there. */
export interface DiagnosticData extends PolicyPlace {
  readonly text?: string;
}

/** Reads the `data` of a diagnostic that a client sends back; `undefined` if it is not from this server. */
export function readDiagnosticData(data: unknown): DiagnosticData | undefined {
  if (!isRecord(data)) return undefined;
  const { policy, statement, entry, text } = data;
  if (!isIndex(policy) || !isIndex(statement)) return undefined;
  if (entry === undefined) return { policy, statement };
  return isIndex(entry) && typeof text === 'string' ? { policy, statement, entry, text } : undefined;
}

function dataOf(place: PolicyPlace, text: string | undefined): DiagnosticData {
  return text === undefined ? place : { ...place, text };
}

/** Is a value from the client an index of a list? */
export function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The edit of one document. It is bound to the version of the document if the client can check that. */
export function workspaceEditOf(
  document: TextDocument,
  edits: readonly TextEdit[],
  isVersioned: boolean,
): WorkspaceEdit {
  const changes: LspEdit[] = edits.map(({ span, newText }) => ({ range: rangeOf(document, span), newText }));
  if (!isVersioned) return { changes: { [document.uri]: changes } };
  return { documentChanges: [{ textDocument: { uri: document.uri, version: document.version }, edits: changes }] };
}
