/** What files hold of which nothing can be used. */
import { principalOf } from '../findings/model.ts';
import { say } from '../text/message.ts';
import type { FiledReading, OtherContent } from './filedFindings.ts';

/** What of a file that is of no use there is to say. */
export function contentOf({ file, reading, isTextUnreadable }: FiledReading): OtherContent[] {
  if (isTextUnreadable !== undefined)
    return [{ file, what: say('text that cannot be read ({0})', isTextUnreadable), names: [] }];
  const { error, isMisplaced = false, findings, counted, recommendations, otherContent, isRecognised, named } = reading;
  if (error !== undefined) {
    const names = (named?.arns ?? []).flatMap((arn) => principalOf(arn)?.name ?? []);
    const what = isMisplaced ? error.message : say('text that is not valid JSON ({0})', error.message);
    return [{ file, what, names }];
  }
  if (findings.count > 0) return [];
  const whats = [
    ...otherContent,
    ...(counted.length > 0 ? [say('findings that do not name the actions')] : []),
    ...(recommendations.length > 0 ? [say('recommendations and no finding')] : []),
    ...(isRecognised ? [] : [say('no finding in a known format')]),
  ];
  return whats.map((what) => ({ file, what, names: [] }));
}
