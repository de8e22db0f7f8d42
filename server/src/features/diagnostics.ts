import type { Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { dayOf, say, type Gap, type Message } from '../../../core/src/text/index.ts';
import { foldedParts, parseActionPattern } from '../../../core/src/actions/index.ts';
import { namesOf, type FindingMatch, type FiledFinding, type Problem, matchesOf } from '../../../core/src/index.ts';
import type { AnalysedParams } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { ShownInDiagnostics } from '../lsp/clientCapabilities.ts';
import { diagnosticOf, type RelatedPlace } from '../lsp/convert.ts';
import type { AskedEntry, EntryPlaces, EntryPlacesSource } from '../sources/entryPlaces.ts';
import { sentProblems } from './sentProblems.ts';
import { leftAloneStatus, statusOf } from './status.ts';
import { t, told } from '../lsp/language.ts';

/** The diagnostics of an analysed document, with what the client can show of them. */
export async function diagnosticsOf(
  document: TextDocument,
  found: DocumentAnalysis,
  { shown, placesOf }: { readonly shown: ShownInDiagnostics; readonly placesOf: EntryPlacesSource },
): Promise<Diagnostic[]> {
  const { analysis, sources } = found;
  const problems = sentProblems(found);
  // Places in findings files are looked up only for what is sent and shown.
  const asked = entriesAskedOf(shown.relatedInformation ? problems : []);
  const firstFindings = await Promise.all(
    analysis.policies.map(async ({ match }, policy) =>
      firstFindingOf(match, asked.get(policy) ?? [], { placesOf, catalogue: sources.catalogue.label }),
    ),
  );
  return problems
    .map((problem) => {
      const source = problem.place && firstFindings[problem.place.policy];
      return diagnosticOf(
        document,
        problem,
        { severities: sources.settings.severity, shown },
        source && relatedPlace(problem, source),
      );
    })
    .filter((diagnostic) => diagnostic !== undefined);
}

/** The finding that the problems of a policy point at; the first one if there are several. */
interface FindingSource {
  /** The message at an entry of it, for an action that is unused and for a wildcard that is partly unused. */
  readonly message: string;
  readonly partlyMessage: string;
  readonly places: EntryPlaces;
}

async function firstFindingOf(
  match: FindingMatch,
  asked: readonly AskedEntry[],
  { placesOf, catalogue }: { readonly placesOf: EntryPlacesSource; readonly catalogue: Message },
): Promise<FindingSource | undefined> {
  const [filed] = match.kind === 'matched' ? match.findings : [];
  if (filed === undefined || match.kind !== 'matched' || asked.length === 0) return undefined;
  const message = unusedByMessage(filed, namesOf(match.findings));
  return {
    message,
    partlyMessage: t('{0}; the other actions are those of {1}', message, catalogue),
    places: await placesOf(filed, asked),
  };
}

function unusedByMessage({ finding: { kind, analyzedAt } }: FiledFinding, names: Gap): string {
  const isOnlyRecommended = kind === 'recommendation' ? say('{0} (AWS recommendation)', names) : names;
  const whose = kind === 'report' ? say('{0} (last-accessed report)', names) : isOnlyRecommended;
  return analyzedAt === undefined ? t('Unused by {0}', whose) : t('Unused by {0}, {1}', whose, dayOf(analyzedAt));
}

/** The entries that the problems of each policy, by its index, point at. */
function entriesAskedOf(problems: readonly Problem[]): ReadonlyMap<number, readonly AskedEntry[]> {
  const asked = new Map<number, AskedEntry[]>();
  for (const problem of problems) {
    const entry = entryOf(problem);
    if (entry === undefined || problem.place === undefined) continue;
    const { policy } = problem.place;
    const known = asked.get(policy);
    if (known === undefined) asked.set(policy, [entry]);
    else known.push(entry);
  }
  return asked;
}

/** The entry of a finding that the action string of a problem is about. */
function entryOf({ text = '' }: Problem): AskedEntry | undefined {
  const pattern = parseActionPattern(text);
  return pattern.kind === 'action' || pattern.kind === 'wildcard' ? foldedParts(text) : undefined;
}

function relatedPlace(problem: Problem, { message, partlyMessage, places }: FindingSource): RelatedPlace | undefined {
  const asked = entryOf(problem);
  const entry = asked && places.entryOf(...asked);
  if (entry === undefined) return undefined;
  const { uri, range } = entry;
  return { uri, range, message: problem.code === 'wildcard.partly-unused' ? partlyMessage : message };
}

/** The parameters of our own notification about an analysis. */
export function analysedParams(
  document: TextDocument,
  found: DocumentAnalysis | undefined,
  {
    problems,
    now,
    leftAlone,
  }: { readonly problems: number; readonly now: number; readonly leftAlone?: Message | undefined },
): AnalysedParams {
  const base = { uri: document.uri, version: found?.version ?? document.version, problems };
  if (found === undefined) return leftAlone === undefined ? base : { ...base, status: leftAloneStatus(leftAlone) };
  const speaking = matchesOf(found.analysis).find((match) => match.kind === 'matched');
  const status = statusOf(found, now);
  const [filed] = speaking?.findings ?? [];
  if (filed === undefined || speaking === undefined) return { ...base, status };
  const { id } = filed.finding;
  const principals = [...new Set(speaking.findings.flatMap(({ finding }) => finding.principal?.arn ?? []))];
  return {
    ...base,
    status,
    finding: { ...(id === undefined ? {} : { id }), principals, uri: filed.places[0].file, why: told(speaking.why) },
  };
}
