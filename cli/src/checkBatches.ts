/** Examines files for `check` in a thread that was given all that is known about them. */
import { checkFile, type CheckedFile } from './checkFile.ts';
import { examineFile, loadSyntaxes, meansFor, type FileOutcome } from './examineFile.ts';
import { openNamed } from './loadCatalogue.ts';
import { openSources, receivedSources } from './openSources.ts';
import type { Batch, ThreadData } from './work.ts';

export function checkBatches({
  options,
  named,
  sources,
  modules,
  constructs,
}: ThreadData): (batch: Batch) => Promise<FileOutcome<CheckedFile>[]> {
  const known = meansFor(openNamed(named), openSources(receivedSources(sources), options), options, modules);
  const means = { ...known, constructs };
  return async (batch) => {
    await loadSyntaxes(means, batch.flat());
    return batch.flatMap((file) => examineFile(file, means, checkFile));
  };
}
