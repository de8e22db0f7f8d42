import { evidenceIn, idleKeepRules } from '../../core/src/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { FindingsIndex } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import type { FoundConfig } from './configs.ts';
import { shown } from './files.ts';

/**
 * The keep rules that may have no effect, one line each. If only some findings are known, unknown principals are not
 * reported.
 */
export function idleRules(
  config: FoundConfig | undefined,
  indexes: readonly FindingsIndex[],
  {
    catalogue,
    now,
    isAllEvidence,
  }: { readonly catalogue: ActionCatalogue; readonly now: number; readonly isAllEvidence: boolean },
): string[] {
  const evidence = { ...evidenceIn(indexes), ...(isAllEvidence ? {} : { principals: [] }) };
  return idleKeepRules(config?.config.keep ?? [], { catalogue, evidence, now }).map(
    ({ entry, code, message }) => `${shown(config?.file ?? '')}:${entry.line}: ${code}: ${inWords(message)}`,
  );
}
