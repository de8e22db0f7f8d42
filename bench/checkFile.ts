/** What `iam-refine check` does with a file, in this process; bundled before it is run, as the tool is. */
import { check } from '../cli/src/check.ts';
import { examine } from '../cli/src/examine.ts';

/** Checks a file by the findings of another; gives the number of lines that are printed. */
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
