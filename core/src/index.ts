/**
 * The engine of IAM Refine: pure functions over text and plain values. It knows neither Node nor the Language Server Protocol nor an editor,
 * and does not throw on input.
 */
export { noReference, openDetails, packDetails } from './actions/actionDetails.ts';
export type { ActionDetails, ActionReference, ServiceDetailsToPack } from './actions/actionDetails.ts';
export { parseActionPattern } from './actions/actionPattern.ts';
export type { ActionPattern } from './actions/actionPattern.ts';
export { foldCase, foldedParts } from './actions/foldCase.ts';
export { wordEnds } from './actions/words.ts';
export { accessLevelOf, accessLevels, catalogueFromNames, openCatalogue, packCatalogue } from './actions/catalogue.ts';
export type { AccessLevel, ActionCatalogue, CatalogueDates, ListedAction, CatalogueService, ServiceToPack } from './actions/catalogue.ts';
export { readServiceList, readServiceReference, writeCatalogue } from './actions/serviceReference.ts';
export type { ReferencedService, ServiceReading } from './actions/serviceReference.ts';
export { readCatalogue } from './actions/readCatalogue.ts';
export type { CatalogueReading } from './actions/readCatalogue.ts';
export type { AdviceComparison } from './analyse/compareAdvice.ts';
export type { EntryExplanation } from './analyse/explain.ts';
export type { AllowedCount } from './analyse/countAllowed.ts';
export { chosenNodes, firstUnused } from './analyse/trie.ts';
export type { ChosenNode, Trie, TrieNode } from './analyse/trie.ts';
export { editingBounds, moreThan, passedBound } from './analyse/bounds.ts';
export { trackingOf, whyUntracked } from './analyse/tracking.ts';
export type { Tracking } from './analyse/tracking.ts';
export { defaultSeverities, problemPage } from './analyse/problem.ts';
export type { PolicyPlace, Problem, ProblemCode, Severity } from './analyse/problem.ts';
export type { Analysis, Left, LeftCode, PolicyAnalysis, Proposal, Refinement, Scope, StatementAnalysis } from './analyse/analysis.ts';
export type { UnusedOf } from './analyse/analyse.ts';
export { configFileName, isExpired } from './config/config.ts';
export { globRefusal, matchesGlob } from './config/glob.ts';
export type { Config, FindingsSource, KeepEntry, PolicyMapping } from './config/config.ts';
export { keepActions, mapPolicy } from './config/editConfig.ts';
export type { ConfigEdit, KeepToWrite } from './config/editConfig.ts';
export { evidenceIn, idleKeepRules } from './config/idleKeepRules.ts';
export type { IdleKeepRule, KnownEvidence } from './config/idleKeepRules.ts';
export { readConfig } from './config/readConfig.ts';
export type { ConfigReading } from './config/readConfig.ts';
export { countedAdvice } from './findings/countedFinding.ts';
export type { CountedFinding } from './findings/countedFinding.ts';
export { findingEntries } from './findings/findingEntries.ts';
export type { FindingEntries, FindingEntry, LastAccess } from './findings/findingEntries.ts';
export { actionMatcher, withoutKept } from './findings/keep.ts';
export { principalOf } from './findings/model.ts';
export type { Finding, FindingKind, Principal, Unused, UnusedService } from './findings/model.ts';
export { createNameScan } from './findings/nameScan.ts';
export type { NamedInText, NameScan } from './findings/nameScan.ts';
export type { PackedFindings } from './findings/packedFindings.ts';
export { allFindings, createFindingsReader, noFindings, readFindings } from './findings/readFindings.ts';
export type { FindingsReader, FindingsReading } from './findings/readFindings.ts';
export type { Recommendation } from './findings/recommendation.ts';
export type { SetAsideFinding, SetAsideKind } from './findings/setAside.ts';
export { dayOf, readTime } from './findings/time.ts';
export { intersectUnused } from './findings/unused.ts';
export { isNamedAsJson, kindNames, kindOf, looksLikePolicy, mayHoldPolicy, mostBytes, notReadYet } from './host/fileKind.ts';
export type { FileKind, NotYetKind } from './host/fileKind.ts';
export type { Host, HostReading, ReadText } from './host/host.ts';
export { jsonHost } from './host/jsonHost.ts';
export { createWitness, doubtOf, unusedBy, usedBy } from './matching/evidence.ts';
export type { Claim, Evidence, EvidenceBase, Speaking, Witness } from './matching/evidence.ts';
export { findingOf, lastUseOf, listed, nameOf, namesOf } from './matching/wording.ts';
export { defaultFindingsGlobs, inAnyCase, neverSearched } from './matching/findingsFiles.ts';
export { createFindingsIndex } from './matching/findingsIndex.ts';
export type {
  FiledFinding,
  FiledReading,
  FindingPlace,
  FindingsIndex,
  OtherContent,
  PrincipalFindings,
  SetAside,
} from './matching/findingsIndex.ts';
export { withheld } from './matching/withheld.ts';
export type { Withheld } from './matching/withheld.ts';
export type { FiledConfig, GlobMatcher, MatchedPrincipal, PolicyFile } from './matching/matchPolicy.ts';
export type { ActionElement, ActionEntry, Policy, Statement, StatementRole, UnreadPart } from './policy/model.ts';
export { quotaOf, quotaPassed, sizeOf } from './policy/size.ts';
export type { PolicySizes, Quota } from './policy/size.ts';
export { sizesOf, tooLargeRefined } from './analyse/tooLarge.ts';
export { english, inWords, joined, languageOf, say, sentence } from './text/message.ts';
export type { Gap, Language, Message } from './text/message.ts';
export { nothingSaid } from './policy/subject.ts';
export type { Attachment, PolicySubject, PolicyType, PrincipalName } from './policy/subject.ts';
export { createLimit } from './limit.ts';
export type { Limit } from './limit.ts';
export { memoise } from './memo.ts';
export { remarksOn } from './remarks.ts';
export type { Decision } from './refine/decision.ts';
export { createRefiner } from './refiner.ts';
export type { Refiner } from './refiner.ts';
export type { SyntaxError } from './text/jsonNode.ts';
export { isRecord } from './text/jsonValue.ts';
export { encodingOf } from './text/encoding.ts';
export { placeAt, placesIn } from './text/place.ts';
export type { Place } from './text/place.ts';
export { spanBetween, spanEnd, spansTouch } from './text/span.ts';
export type { Span } from './text/span.ts';
export { applyEdits } from './text/textEdit.ts';
export type { TextEdit } from './text/textEdit.ts';
