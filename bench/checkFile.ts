/** Does the work of `iam-refine check` in this process. It is bundled before it is run, like the tool. */
import { check } from '../cli/src/check.ts';
import { examine } from '../cli/src/examine.ts';

/** Checks a file with a findings file, and returns the number of printed lines. */
export async function checkFile(file: string, findings: string): Promise<number> {
  const examination = await examine({
    paths: [file],
    findings: [findings],
    principals: [],
    format: 'text',
    allowUnread: false,
  });
  return check(examination, { format: 'text', allowUnread: false }).stdout.split('\n').length;
}
