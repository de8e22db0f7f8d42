import { applyEdits, sentence, spanEnd } from '../../../core/src/text/index.ts';
import {
  syntaxOf,
  listed,
  quotaPassed,
  sizesOf,
  type Analysis,
  type PolicySizes,
  type Recommendation,
} from '../../../core/src/index.ts';
import type { PreviewResult } from '../../../protocol/src/index.ts';
import { wholeFile } from './wholeFile.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { nothingToDoReason } from './refineFile.ts';
import { t, told } from '../lsp/language.ts';

/** The document after refining it, and as AWS recommends it if there is a recommendation. Nothing is changed. */
export function preview(found: DocumentAnalysis | undefined): PreviewResult {
  if (found === undefined) return { kind: 'nothing', reason: t('This file contains no identity-based IAM policy.') };
  const { analysis, engine } = found;
  const { edits, changes, left, onlyInPolicy } = engine.refine(analysis, wholeFile(found));
  const recommended = recommendedText(analysis, (policy) => {
    const match = analysis.policies[policy]?.match;
    return match?.kind === 'matched' ? match.recommendation : undefined;
  });
  const undone = left.map(({ reason }) => told(sentence(reason)));
  if (edits.length === 0 && recommended === undefined) return nothing(found, undone);
  const refined = applyEdits(analysis.text, edits) ?? analysis.text;
  const size = sizeOfOnly(analysis, refined);
  const type = analysis.reading.policies[0]?.subject.policyType;
  const compact =
    size !== undefined && quotaPassed(type, size) !== undefined ? compactForm(found, size.after) : undefined;
  return {
    kind: 'preview',
    refined,
    ...engine.countChanges(analysis, changes),
    ...(onlyInPolicy === undefined ? {} : { onlyInPolicy: onlyInPolicyText(onlyInPolicy, found) }),
    ...leftText(undone),
    ...(size === undefined ? {} : { size }),
    ...(compact === undefined ? {} : { compact }),
    ...(recommended === undefined ? {} : { recommended }),
  };
}

/** The result if there is nothing to refine. `undone`: what was left unchanged, and why. */
function nothing(found: DocumentAnalysis, undone: readonly string[]): PreviewResult {
  return {
    kind: 'nothing',
    reason: [nothingToDoReason(found, undone.length > 0), ...undone.map((reason) => `${reason}.`)].join(' '),
  };
}

/** The text about what would be left unchanged; empty if nothing would be. */
function leftText(undone: readonly string[]): Pick<Extract<PreviewResult, { kind: 'preview' }>, 'left'> {
  return undone.length === 0 ? {} : { left: t('Left unchanged: {0}', undone.join('; ')) };
}

/** The text about the actions that are written although only the policy names them. */
function onlyInPolicyText(actions: readonly string[], { sources }: DocumentAnalysis): string {
  return t('Written out because the policy names them and {0} does not: {1}', sources.catalogue.label, listed(actions));
}

/** The compact form of the document; `undefined` if it is not shorter. */
function compactForm(
  found: DocumentAnalysis,
  readable: number,
): { readonly text: string; readonly size: number } | undefined {
  const { analysis, engine } = found;
  const { edits } = engine.refine(analysis, { ...wholeFile(found), isCompact: true });
  const text = applyEdits(analysis.text, edits) ?? analysis.text;
  const size = sizeOfOnly(analysis, text)?.after ?? readable;
  return size < readable ? { text, size } : undefined;
}

/** The sizes of the policy, if the document has only one. */
function sizeOfOnly(analysis: Analysis, refined: string): PolicySizes | undefined {
  const [sizes, ...others] = sizesOf(analysis, refined);
  return others.length === 0 ? sizes : undefined;
}

/**
 * The text with each policy replaced with AWS's recommendation for it, in the layout of the document; `undefined` if
 * there is no recommendation.
 */
function recommendedText(
  { text, reading }: Analysis,
  adviceFor: (policy: number) => Recommendation | undefined,
): string | undefined {
  const edits = reading.policies.flatMap((policy, i) => {
    const { span } = policy;
    if (policy.readOnly !== undefined) return [];
    const replacement = adviceFor(i)?.replacement;
    const written =
      replacement === undefined ? undefined : syntaxOf({ text, reading }, policy).write(replacement, text, span);
    return written === undefined ? [] : [{ span, newText: written }];
  });
  return edits.length === 0 || edits.some(({ span }) => spanEnd(span) > text.length)
    ? undefined
    : applyEdits(text, edits);
}
