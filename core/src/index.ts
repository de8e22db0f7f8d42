/**
 * The engine of IAM Refine: pure functions on text and plain values. It does not depend on Node, the Language Server
 * Protocol or an editor, and does not throw on any input.
 */
export type { EntryExplanation } from './analyse/explain.ts';
export { chosenNodes, firstUnused } from './analyse/shownPrefixTree.ts';
export type { ChosenNode, ShownPrefixTree, PrefixTreeNode } from './analyse/shownPrefixTree.ts';
export { editingBounds, moreThan, passedBound } from './analyse/bounds.ts';
export { untrackedReason } from './analyse/tracking.ts';
export { defaultSeverities, problemPage } from './analyse/problem.ts';
export type { Problem, ProblemCode, Severity } from './analyse/problem.ts';
export type { RefinedCount } from './analyse/countChanges.ts';
export type { Analysis, PolicyAnalysis, StatementAnalysis } from './analyse/analysis.ts';
export type { Left, LeftCode, Proposal, Refinement, Scope } from './edit/decided.ts';
export type { PolicyPlace, Policy, Statement, UnreadPart } from './policy/model.ts';
export { fetchInstructions } from './findings/countedFinding.ts';
export { findingEntries } from './findings/findingEntries.ts';
export type { FindingEntries, LastAccess } from './findings/findingEntries.ts';
export { principalOf } from './findings/model.ts';
export type { Finding, Principal, Unused } from './findings/model.ts';
export { createFindingsReader, noFindings } from './findings/readFindings.ts';
export type { FindingsReader } from './findings/readFindings.ts';
export type { FindingsPart } from './findings/findingsPart.ts';
export type { FindingsReading } from './findings/findingsReading.ts';
export { openReading, plainReading } from './findings/plainReading.ts';
export type { PlainReading } from './findings/plainReading.ts';
export type { Recommendation } from './findings/recommendation.ts';
export {
  isNamedAsJson,
  kindNames,
  kindOf,
  looksLikePolicy,
  mayHoldPolicy,
  mostBytes,
  notReadYet,
} from './documents/fileKind.ts';
export type { NotYetKind, ReadKind } from './documents/fileKind.ts';
export { readDocument } from './documents/document.ts';
export type { DocumentReading, ReadDocument } from './documents/reading.ts';
export { syntaxOf } from './documents/policySyntax.ts';
export type { Syntax } from './documents/syntax.ts';
export { constructPlaces, manifestName, withConstructs, type ConstructPlaces } from './documents/constructs.ts';
export { createSyntaxes, isReadKind, kindOfDocument, languagesOfKind } from './documents/syntaxes.ts';
export type { LazyKind, LoadSyntax, Syntaxes } from './documents/syntaxes.ts';
export { inModule, isModuleFile, moduleGlobs, readModuleFile, unreadModuleFile } from './documents/inModule.ts';
export type { ModuleSource } from './documents/inModule.ts';
export { mayBeNamed, mayName, mayNameFiles, namedByModules } from './documents/namedByModules.ts';
export type { NearModule } from './documents/namedByModules.ts';
export type { ModuleFile } from './documents/shapes/terraformModule.ts';
export { evidenceIn, idleKeepRules } from './matching/idleKeepRules.ts';
export type { IdleKeepRule } from './matching/idleKeepRules.ts';
export { doubtOf } from './matching/findingMatch.ts';
export type { FindingMatch, MatchedFindings, NoFindingMatch } from './matching/findingMatch.ts';
export { findingOf, lastUseOf, listed, nameOf, namesOf } from './matching/wording.ts';
export { defaultDeployedGlobs, defaultFindingsGlobs, inAnyCase, neverSearched } from './matching/findingsFiles.ts';
export { searchBounds, searchEnded } from './matching/findingsSearch.ts';
export type { SearchBounds, SearchEnd } from './matching/findingsSearch.ts';
export { createFindingsIndex } from './matching/findingsIndex.ts';
export type { FiledFinding, FiledReading, FindingsIndex } from './matching/filedFindings.ts';
export { withheld } from './matching/withheld.ts';
export type { Withheld } from './matching/withheld.ts';
export { defaultAges } from './matching/findingsSources.ts';
export type { GivenMatch } from './matching/findingsSources.ts';
export type { ExamineSources, Engine } from './engine.ts';
export type { PolicyFile } from './matching/policyFile.ts';
export { quotaFor, quotaPassed } from './policy/size.ts';
export type { PolicySizes } from './policy/size.ts';
export { sizesOf, tooLargeRefined } from './analyse/tooLarge.ts';
export type { Decision } from './refine/decision.ts';
export { matchesOf } from './analyse/analysis.ts';
export type { PolicySurvey, UnusedEntry } from './analyse/survey.ts';
export { createEngine } from './engine.ts';
