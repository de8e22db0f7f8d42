/** What `check` needs of each file. */
import { matchesOf } from '../../core/src/index.ts';
import { inWords, placesIn } from '../../core/src/text/index.ts';
import { isBroken } from './counts.ts';
import type { ExaminedFile } from './examination.ts';
import type { Means } from './examineFile.ts';
import { shown } from './files.ts';
import type { Options } from './options.ts';
import { reportOf, type Report } from './report.ts';

/** Plain data, which another thread may have made. */
export interface CheckedFile {
  readonly report: Report;
  /** Why the file is not completely checked, one line for each reason. */
  readonly obstacles: readonly string[];
}

export function checkFile(
  examined: ExaminedFile,
  { engine, options }: Pick<Means, 'engine'> & { readonly options: Pick<Options, 'allowUnread'> },
): CheckedFile {
  return { report: reportOf(examined, engine), obstacles: obstacles(examined, options.allowUnread) };
}

function obstacles({ path, file, analysis }: ExaminedFile, allowUnread: boolean): string[] {
  const placeOf = placesIn(file.text);
  const unread = allowUnread ? [] : analysis.reading.unread.filter(({ isNotYet }) => isNotYet !== true);
  return [
    ...matchesOf(analysis)
      .filter(isBroken)
      .map(({ reason }) => `${shown(path)}: ${inWords(reason)}`),
    ...unread.map(({ span, reason }) => `${shown(path)}:${placeOf(span.offset).line}: not read: ${inWords(reason)}`),
  ];
}
