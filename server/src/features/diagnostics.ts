import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { nameOf, type FiledFinding, type Problem } from '../../../core/src/index.ts';
import type { AnalysedParams, Settings } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { diagnosticOf, rangeOf, type RelatedPlace } from '../convert.ts';
import type { BrokenFile } from '../findingsStore.ts';

/** The text of findings files, to turn their offsets into ranges. */
export type FindingsText = (uri: string) => TextDocument | undefined;

/** The diagnostics of an analysed document. */
export function diagnosticsOf(
  document: TextDocument,
  { problems, evidence, catalogue, settings }: DocumentAnalysis,
  textOf: FindingsText,
): Diagnostic[] {
  const [filed] = evidence.kind === 'speaks' ? evidence.findings : [];
  return problems
    .map((problem) => diagnosticOf(document, problem, settings.severity, filed && relatedPlace(problem, filed, textOf, catalogue.label)))
    .filter((diagnostic) => diagnostic !== undefined);
}

function relatedPlace(
  { code, evidence }: Problem,
  { file, finding }: FiledFinding,
  textOf: FindingsText,
  catalogue: string,
): RelatedPlace | undefined {
  const text = evidence && textOf(file);
  if (evidence === undefined || text === undefined) return undefined;
  const analysed = finding.analyzedAt === undefined ? '' : `, ${new Date(finding.analyzedAt).toISOString().slice(0, 10)}`;
  const message = `Unused by ${nameOf(finding)}${analysed}`;
  const counted = code === 'wildcard.partly-unused' ? `${message}; what is kept is by ${catalogue}` : message;
  return { uri: file, range: rangeOf(text, evidence), message: counted };
}

/** What is said of a findings file with a syntax error. */
export function brokenFileDiagnostics({ text, error }: BrokenFile, severity: Settings['severity']): Diagnostic[] {
  const { line, character } = text.positionAt(error.span.offset);
  const message = `Line ${line + 1}, column ${character + 1}: ${error.message}. No finding of this file is used.`;
  const diagnostic = diagnosticOf(text, { code: 'finding.unreadable', span: error.span, message }, severity);
  return diagnostic === undefined ? [] : [diagnostic];
}

/** What our own notification tells of an analysis. */
export function analysedParams(document: TextDocument, found: DocumentAnalysis | undefined, problems: number): AnalysedParams {
  const base = { uri: document.uri, version: found?.version ?? document.version, problems };
  const [filed] = found?.evidence.kind === 'speaks' ? found.evidence.findings : [];
  if (filed === undefined || found?.evidence.kind !== 'speaks') return base;
  const { id, principal } = filed.finding;
  const principals = principal === undefined ? [] : [principal.arn];
  return { ...base, finding: { ...(id === undefined ? {} : { id }), principals, uri: filed.file, why: found.evidence.why } };
}
