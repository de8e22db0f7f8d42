/** The problems of a document that the client is sent: the riskiest, if there are more than a document may have. */
import type { ActionCatalogue } from '../../../core/src/actions/index.ts';
import type { Problem, Unused } from '../../../core/src/index.ts';
import { say } from '../../../core/src/text/index.ts';
import { risksByDanger } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { severityFor } from '../lsp/convert.ts';
import { riskOf } from '../sources/escalations.ts';

/**
 * The problems to send, in the order of the analysis. Above `iamRefine.maxProblems` the riskiest are sent, and as the
 * last one, at the start of the document, how many are not. O(n log n) for n problems, and an explanation for each
 * action string that is new.
 */
export function sentProblems(found: DocumentAnalysis): readonly Problem[] {
  const { severity, maxProblems } = found.sources.settings;
  const isShown = ({ code }: Pick<Problem, 'code'>): boolean => severityFor(code, severity) !== 'off';
  const shown = found.analysis.problems.filter(isShown);
  if (shown.length <= maxProblems) return shown;
  const isTold = isShown({ code: 'problems.more' });
  const sent = riskiest(shown, isTold ? maxProblems - 1 : maxProblems, createRisk(found));
  return isTold ? [...sent, moreProblems(shown.length - sent.length, maxProblems)] : sent;
}

function moreProblems(count: number, most: number): Problem {
  const message =
    count === 1
      ? say('1 more problem is not listed: a document lists at most {0} (iamRefine.maxProblems)', most)
      : say('{0} more problems are not listed: a document lists at most {1} (iamRefine.maxProblems)', count, most);
  return { code: 'problems.more', span: { offset: 0, length: 0 }, message };
}

/** The given number of problems with the lowest risk ranks, in their order; of equal rank, the first. */
function riskiest(problems: readonly Problem[], most: number, rankOf: (problem: Problem) => number): Problem[] {
  const ranked = problems.map((problem) => ({ problem, rank: rankOf(problem) }));
  const chosen = new Set(ranked.toSorted((a, b) => a.rank - b.rank).slice(0, most));
  return ranked.filter((one) => chosen.has(one)).map(({ problem }) => problem);
}

/** The rank of what concerns a whole policy or the document. */
const ofPolicy = 0;
/** The rank of an action whose risk is unknown, behind the others. */
const unknownRisk = risksByDanger.length + 1;
/** The rank of what is not about unused permissions: names that the catalogue lacks. */
const lastRank = unknownRisk + 1;

type Ranks = Map<string, number>;

/**
 * The ranks of action strings, by the catalogue and the unused actions that they were found for: folders with catalogues
 * of their own may share findings. The risk of a name that only the policy knows does not depend on the policy. They are
 * forgotten with the findings.
 */
const knownRanks = new WeakMap<ActionCatalogue, WeakMap<Unused, Ranks>>();

/** More action strings than a document has, so that a long session does not collect them. */
const mostRanks = 10_000;

function ranksFor(catalogue: ActionCatalogue, unused: Unused): Ranks {
  const ofCatalogue = knownRanks.get(catalogue) ?? new WeakMap<Unused, Ranks>();
  knownRanks.set(catalogue, ofCatalogue);
  const known = ofCatalogue.get(unused);
  if (known !== undefined && known.size < mostRanks) return known;
  const ranks: Ranks = new Map();
  ofCatalogue.set(unused, ranks);
  return ranks;
}

/**
 * Ranks problems by the worst risk of the unused actions that they are about. Policies with the same
 * unused actions share the ranks of action strings.
 */
function createRisk({ analysis, engine, sources: { catalogue } }: DocumentAnalysis): (problem: Problem) => number {
  const actionRank = (action: string): number => {
    const risk = riskOf(action, catalogue);
    return risk === undefined ? unknownRisk : risksByDanger.indexOf(risk) + 1;
  };
  const entryRank = (policy: number, statement: number, entry: number): number => {
    const found = analysis.policies[policy];
    const pattern = found?.statements[statement]?.entries[entry]?.pattern;
    if (found === undefined || pattern === undefined) return unknownRisk;
    const ranks = ranksFor(catalogue, found.unused);
    const earlier = ranks.get(pattern);
    if (earlier !== undefined) return earlier;
    const { unused = [] } = engine.explain(analysis, { policy, statement, entry }) ?? {};
    const rank = unused.reduce((least, action) => Math.min(least, actionRank(action)), unknownRisk);
    ranks.set(pattern, rank);
    return rank;
  };
  return ({ code, place }) => {
    if (code === 'action.unknown' || code === 'service.unknown' || code === 'action.misspelled') return lastRank;
    if (place === undefined || code === 'policy.unused') return ofPolicy;
    const { policy, statement, entry } = place;
    if (entry !== undefined) return entryRank(policy, statement, entry);
    const entries = analysis.policies[policy]?.statements[statement]?.entries ?? [];
    return entries.reduce((rank, _, i) => Math.min(rank, entryRank(policy, statement, i)), unknownRisk);
  };
}
