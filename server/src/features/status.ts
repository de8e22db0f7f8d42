import { dayOf, listed, nameOf, type Evidence, type Speaking } from '../../../core/src/index.ts';
import type { PolicyStatus } from '../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { ageOf } from '../age.ts';
import { t, told } from '../language.ts';

/** What is said of the policies of a document, in a line, with the reason: for the editor's status. `now` in milliseconds since 1970. */
export function statusOf({ evidence, surroundings }: DocumentAnalysis, now: number): PolicyStatus {
  const texts = [...new Set(evidence.map(textOf))];
  const details = [...new Set(evidence.map((said) => detailOf(said, now)))];
  const isBlocked = evidence.some(({ kind }) => kind === 'blocked');
  const isStale = evidence.some((said) => said.kind === 'speaks' && said.stale !== undefined);
  return {
    kind: isBlocked ? 'blocked' : isStale ? 'stale' : evidence.some(({ kind }) => kind === 'speaks') ? 'speaks' : 'none',
    text: texts.length === 1 ? (texts[0] ?? '') : t('{0} policies', evidence.length),
    // The label has to leave room for the command beside it.
    detail: `${listedDetails(details)} · ${told(surroundings.catalogue.label).replace(/^the (?:action )?/, '')}`,
  };
}

function listedDetails(details: readonly string[]): string {
  return details.length <= 3 ? details.join(' · ') : `${details.slice(0, 3).join(' · ')} · ${t('and {0} more', details.length - 3)}`;
}

function textOf(said: Evidence): string {
  switch (said.kind) {
    case 'speaks':
      return told(listed(said.findings.map(({ finding }) => nameOf(finding))));
    case 'blocked':
      return t('No finding is used');
    case 'none':
      return t('No finding');
  }
}

function detailOf(said: Evidence, now: number): string {
  return said.kind === 'speaks' ? spokenDetail(said, now) : told(said.reason);
}

/** `finding of 2026-11-20 (4 days ago), by its path`. */
export function spokenDetail({ findings, why, stale, kept }: Speaking, now: number): string {
  const [filed] = findings;
  const { analyzedAt } = filed?.finding ?? {};
  const what = whatOf(findings);
  const dated = analyzedAt === undefined ? what : t('{0} of {1} ({2})', what, dayOf(analyzedAt), ageOf(analyzedAt, now));
  const keeps = kept.length === 0 ? '' : `; ${kept.length === 1 ? t('1 entry of keep') : t('{0} entries of keep', kept.length)}`;
  return `${dated}, ${told(why)}${keeps}${stale === undefined ? '' : `; ${t('stale: {0}', stale)}`}`;
}

function whatOf(findings: Speaking['findings']): string {
  if (findings.length > 1) return t('{0} findings', findings.length);
  return findings[0]?.finding.kind === 'report' ? t('last-accessed report') : t('finding');
}
