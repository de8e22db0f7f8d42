/** Describes what files without usable findings contain. */
import { principalOf } from '../findings/model.ts';
import { say } from '../text/message.ts';
import type { FiledReading, OtherContent } from './filedFindings.ts';

/** What a file contains instead of findings; empty if it has findings. */
export function contentOf({ file, reading, unreadableText }: FiledReading): OtherContent[] {
  if (unreadableText !== undefined)
    return [{ file, what: say('text that cannot be read ({0})', unreadableText), names: [] }];
  const { error, isMisplaced = false, findings, counted, recommendations, otherContent, isRecognised, named } = reading;
  if (error !== undefined) {
    const names = (named?.arns ?? []).flatMap((arn) => principalOf(arn)?.name ?? []);
    const what = isMisplaced ? error.message : say('text that is not valid JSON ({0})', error.message);
    return [{ file, what, names }];
  }
  if (findings.count > 0 || isOnlyDeployed(reading)) return [];
  const contents = [
    ...otherContent,
    ...(counted.length > 0 ? [say('findings that do not name the actions')] : []),
    ...(recommendations.length > 0 ? [say('recommendations and no finding')] : []),
    ...(isRecognised ? [] : [say('no finding in a known format')]),
  ];
  return contents.map((what) => ({ file, what, names: [] }));
}

/** Was it read for what was deployed, and nothing else? */
function isOnlyDeployed({ deployed, isRecognised }: FiledReading['reading']): boolean {
  return deployed !== undefined && !isRecognised;
}
