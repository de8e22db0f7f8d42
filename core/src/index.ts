/**
 * The engine of IAM Refine: pure functions over text and plain values. It knows neither Node nor the Language Server
 * Protocol nor an editor, and does not throw on input.
 */
export { noReference, openDetails, packDetails } from './actions/actionDetails.ts';
export type { ActionDetails, ActionReference, ServiceDetailsToPack } from './actions/actionDetails.ts';
export { parseActionPattern } from './actions/actionPattern.ts';
export { foldCase, foldedParts } from './actions/foldCase.ts';
export { wordEnds } from './actions/words.ts';
export { accessLevelOf, accessLevels, openCatalogue, packCatalogue } from './actions/catalogue.ts';
export type {
  AccessLevel,
  ActionCatalogue,
  CatalogueDates,
  CatalogueService,
  ServiceToPack,
} from './actions/catalogue.ts';
export { readServiceList, readServiceReference, writeCatalogue } from './actions/serviceReference.ts';
export type { ReferencedService } from './actions/serviceReference.ts';
export { readCatalogue } from './actions/readCatalogue.ts';
export type { EntryExplanation } from './analyse/explain.ts';
export { chosenNodes, firstUnused } from './analyse/shownPrefixTree.ts';
export type { ChosenNode, ShownPrefixTree, PrefixTreeNode } from './analyse/shownPrefixTree.ts';
export { editingBounds, moreThan, passedBound } from './analyse/bounds.ts';
export { trackingOf, whyUntracked } from './analyse/tracking.ts';
export { defaultSeverities, problemPage } from './analyse/problem.ts';
export type { Problem, ProblemCode, Severity } from './analyse/problem.ts';
export type { Analysis, PolicyAnalysis, StatementAnalysis } from './analyse/analysis.ts';
export type { Left, LeftCode, Proposal, Refinement, Scope } from './edit/decided.ts';
export type { PolicyPlace } from './policy/model.ts';
export { configFileName, isExpired } from './config/config.ts';
export { globRefusal, matchesGlob } from './config/glob.ts';
export type { Config, PolicyMapping } from './config/config.ts';
export { keepActions, mapPolicy } from './config/editConfig.ts';
export type { ConfigEdit, KeepToWrite } from './config/editConfig.ts';
export { evidenceIn, idleKeepRules } from './config/idleKeepRules.ts';
export type { IdleKeepRule } from './config/idleKeepRules.ts';
export { readConfig } from './config/readConfig.ts';
export type { ConfigReading } from './config/readConfig.ts';
export { fetchInstructions } from './findings/countedFinding.ts';
export { findingEntries } from './findings/findingEntries.ts';
export type { FindingEntries, LastAccess } from './findings/findingEntries.ts';
export { actionMatcher } from './config/keepRules.ts';
export { principalOf } from './findings/model.ts';
export type { Finding, Principal, Unused } from './findings/model.ts';
export { createFindingsReader, noFindings } from './findings/readFindings.ts';
export type { FindingsReading } from './findings/findingsReading.ts';
export type { Recommendation } from './findings/recommendation.ts';
export { dayOf } from './text/time.ts';
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
export { isReadKind, syntaxOfKind, syntaxOfLanguage } from './documents/syntaxes.ts';
export { doubtOf } from './matching/findingMatch.ts';
export type { FindingMatch, MatchedFindings } from './matching/findingMatch.ts';
export { findingOf, lastUseOf, listed, nameOf, namesOf } from './matching/wording.ts';
export { defaultFindingsGlobs, inAnyCase, neverSearched } from './matching/findingsFiles.ts';
export { searchBounds, searchEnded } from './matching/findingsSearch.ts';
export type { SearchBounds, SearchEnd } from './matching/findingsSearch.ts';
export { createFindingsIndex } from './matching/findingsIndex.ts';
export type { FiledFinding, FiledReading, FindingPlace, FindingsIndex } from './matching/filedFindings.ts';
export { withheld } from './matching/withheld.ts';
export type { Withheld } from './matching/withheld.ts';
export { createPolicyMatcher } from './matching/policyMatcher.ts';
export type { PolicyMatcher } from './matching/policyMatcher.ts';
export { defaultAges } from './matching/findingsSources.ts';
export type { FindingsSources, GivenMatch } from './matching/findingsSources.ts';
export type { ExamineSources } from './engine.ts';
export type { PolicyFile } from './matching/policyFile.ts';
export type { Policy, Statement, UnreadPart } from './policy/model.ts';
export { quotaOf, quotaPassed } from './policy/size.ts';
export type { PolicySizes } from './policy/size.ts';
export { sizesOf, tooLargeRefined } from './analyse/tooLarge.ts';
export { english, inWords, languageOf, say, sentence } from './text/message.ts';
export type { Gap, Language, Message } from './text/message.ts';
export type { PolicySubject } from './policy/subject.ts';
export { createLimit } from './limit.ts';
export { memoise } from './memo.ts';
export type { Decision } from './refine/decision.ts';
export { matchesOf } from './analyse/analysis.ts';
export { createEngine } from './engine.ts';
export type { Engine } from './engine.ts';
export type { SyntaxError } from './text/tree.ts';
export { isRecord } from './text/jsonValue.ts';
export { encodingOf } from './text/encoding.ts';
export { createPlaceScan, placeAt, placesIn } from './text/place.ts';
export type { Place } from './text/place.ts';
export { spanBetween, spanEnd, spansTouch } from './text/span.ts';
export type { Span } from './text/span.ts';
export { escapedCharacter, visible } from './text/visible.ts';
export { applyEdits } from './text/textEdit.ts';
export type { TextEdit } from './text/textEdit.ts';
