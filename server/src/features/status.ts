import { dayOf, listed, nameOf, whatOf, type Evidence, type Speaking } from '../../../core/src/index.ts';
import type { PolicyStatus } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';

/** What is said of the policies of a document, in a line, with the reason: for the editor's status. */
export function statusOf({ evidence, surroundings }: DocumentAnalysis): PolicyStatus {
  const texts = [...new Set(evidence.map(textOf))];
  const details = [...new Set(evidence.map(detailOf))];
  const isBlocked = evidence.some(({ kind }) => kind === 'blocked');
  const isStale = evidence.some((said) => said.kind === 'speaks' && said.stale !== undefined);
  return {
    kind: isBlocked ? 'blocked' : isStale ? 'stale' : evidence.some(({ kind }) => kind === 'speaks') ? 'speaks' : 'none',
    text: texts.length === 1 ? (texts[0] ?? '') : `${evidence.length} policies`,
    // The label has to leave room for the command beside it.
    detail: `${listedDetails(details)} · ${surroundings.catalogue.label.replace(/^the (?:action )?/, '')}`,
  };
}

function listedDetails(details: readonly string[]): string {
  return details.length <= 3 ? details.join(' · ') : `${details.slice(0, 3).join(' · ')} · and ${details.length - 3} more`;
}

function textOf(said: Evidence): string {
  switch (said.kind) {
    case 'speaks':
      return listed(said.findings.map(({ finding }) => nameOf(finding)));
    case 'blocked':
      return 'No finding is used';
    case 'none':
      return 'No finding';
  }
}

function detailOf(said: Evidence): string {
  return said.kind === 'speaks' ? spokenDetail(said) : said.reason;
}

/** `finding of 2026-11-20, by its path`. */
export function spokenDetail({ findings, why, stale, kept }: Speaking): string {
  const [filed] = findings;
  const { analyzedAt } = filed?.finding ?? {};
  const what = filed === undefined ? 'finding' : whatOf(filed.finding);
  const kind = findings.length > 1 ? `${findings.length} findings` : what;
  const day = analyzedAt === undefined ? '' : ` of ${dayOf(analyzedAt)}`;
  const keeps = kept.length === 0 ? '' : `; ${kept.length === 1 ? '1 entry' : `${kept.length} entries`} of keep`;
  return `${kind}${day}, ${why}${keeps}${stale === undefined ? '' : `; stale: ${stale}`}`;
}
