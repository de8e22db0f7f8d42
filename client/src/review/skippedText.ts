/** The text that lists skipped files, with the reason and what to do. Knows nothing of VS Code. */
import { sentenceCase } from '../sentenceCase.ts';
import type { Remedy, SkippedFile } from '../../../protocol/src/index.ts';
import { visible } from '../plainText.ts';

/** The words of the text in the language of the user. */
export interface SkippedWords {
  readonly title: string;
  /** Of each remedy: what can be done, as a link. */
  readonly remedies: Readonly<Record<Remedy, string>>;
  /** Marks a file of which other parts are refined. */
  readonly partly: string;
}

export interface SkippedText {
  readonly text: string;
  readonly links: readonly SkippedLink[];
}

/** A link in the text: what to do about a file. */
export interface SkippedLink {
  /** From 0. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly file: SkippedFile;
}

/** Lists the files under their reasons, because one reason often applies to many. */
export function skippedText(skipped: readonly SkippedFile[], { title, remedies, partly }: SkippedWords): SkippedText {
  const lines = [title];
  const links: SkippedLink[] = [];
  for (const [first, ...more] of byReason(skipped)) {
    lines.push('', `${sentenceCase(visible(first.reason))}.`);
    for (const file of [first, ...more]) {
      const name = file.isPartly === true ? `${visible(file.file)} (${partly})` : visible(file.file);
      const before = `  ${name} — `;
      const link = remedies[file.remedy];
      links.push({ line: lines.length, from: before.length, to: before.length + link.length, file });
      lines.push(before + link);
    }
  }
  return { text: `${lines.join('\n')}\n`, links };
}

function byReason(skipped: readonly SkippedFile[]): (readonly [SkippedFile, ...SkippedFile[]])[] {
  const groups = new Map<string, [SkippedFile, ...SkippedFile[]]>();
  for (const file of skipped) {
    const known = groups.get(file.reason);
    if (known === undefined) groups.set(file.reason, [file]);
    else known.push(file);
  }
  return [...groups.values()];
}
