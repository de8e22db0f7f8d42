/**
 * The engine of IAM Refine: pure functions over text and plain values. It knows neither Node nor the Language Server Protocol nor an editor,
 * and does not throw on input.
 */
export { accessLevels, catalogueFromNames, openCatalogue, packCatalogue } from './actions/catalogue.ts';
export type { AccessLevel, ActionCatalogue, CatalogueService, ServiceToPack } from './actions/catalogue.ts';
export { readCatalogue } from './actions/readCatalogue.ts';
export type { CatalogueReading } from './actions/readCatalogue.ts';
export { defaultSeverities } from './analyse/problem.ts';
export type { PolicyPlace, Problem, ProblemCode, Severity } from './analyse/problem.ts';
export type { Analysis, Left, LeftCode, PolicyAnalysis, Refinement, Scope, StatementAnalysis } from './analyse/analysis.ts';
export { countedAdvice } from './findings/countedFinding.ts';
export type { CountedFinding } from './findings/countedFinding.ts';
export { principalOf } from './findings/model.ts';
export type { Finding, Principal, UnusedAction, UnusedService } from './findings/model.ts';
export { readFindings } from './findings/readFindings.ts';
export type { FindingsReading } from './findings/readFindings.ts';
export { intersectUnused } from './findings/unused.ts';
export type { Unused } from './findings/unused.ts';
export type { Host, HostReading } from './host/host.ts';
export { plainJson } from './host/plainJson.ts';
export { defaultFindingsGlobs, neverSearched } from './matching/findingsFiles.ts';
export { matchFinding, newestByPrincipal } from './matching/matchFinding.ts';
export type { FiledFinding, FindingMatch } from './matching/matchFinding.ts';
export type { ActionElement, ActionEntry, Policy, Statement, StatementRole } from './policy/model.ts';
export { createRefiner } from './refiner.ts';
export type { Refiner } from './refiner.ts';
export type { SyntaxError } from './text/jsonNode.ts';
export { placeAt } from './text/place.ts';
export type { Place } from './text/place.ts';
export { spanBetween, spanEnd, spansTouch } from './text/span.ts';
export type { Span } from './text/span.ts';
export { applyEdits } from './text/textEdit.ts';
export type { TextEdit } from './text/textEdit.ts';
export { evidenceFor, evidenceOf, evidenceProblems, nameOf } from './matching/evidence.ts';
export type { Evidence } from './matching/evidence.ts';
