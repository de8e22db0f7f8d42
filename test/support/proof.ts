import { isLanguageInside, automatonOf } from '../../core/src/proof/wildcardLanguage.ts';
import type { StatementChange, Verdict } from '../../core/src/proof/prover.ts';
import { folded } from './bruteForce.ts';

/**
 * A change in which each new string replaces the first old string that allows everything it allows, or else the first
 * old string.
 */
export function changeOf(
  before: readonly string[],
  after: readonly string[],
  untouched: readonly string[] = [],
): StatementChange {
  const standsFor = new Map(after.map((text) => [text, before.find((old) => isWithin(text, old)) ?? before[0] ?? '']));
  return { before, after, untouched: new Set(untouched), standsFor };
}

function isWithin(text: string, old: string): boolean {
  const [service, name = ''] = folded(text).split(':');
  const [oldService, oldName = ''] = folded(old).split(':');
  return old === '*' || (service === oldService && isLanguageInside(automatonOf(name), automatonOf(oldName)));
}

export function verdictInWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'proven':
      return `kept ${verdict.stillAllowed}, removed ${verdict.removed}`;
    case 'disproven':
      return verdict.defect;
    case 'too-much-work':
      return verdict.kind;
  }
}
