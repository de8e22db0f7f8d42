/** Examines files in this thread, and in others if there are many. The results are the same, whoever examines a file. */
import type { WorkThread } from '../../platform/src/node/workThread.ts';
import type { ExaminedFile } from './examination.ts';
import { examineFile, type DocumentToExamine, type FileOutcome, type Means } from './examineFile.ts';
import type { CatalogueText } from './loadCatalogue.ts';
import { plainSources, type PlainSources, type SourcesData } from './openSources.ts';
import type { Constructs } from './constructs.ts';
import type { Modules } from './modules.ts';
import type { Options } from './options.ts';

/** What a command does with the files. `T`: what it needs of each. */
export interface Work<T> {
  readonly use: (examined: ExaminedFile, means: Means) => T;
  /** Absent: all files are examined in this thread. `T` must be plain data otherwise. */
  readonly threads?: FileThreads<T>;
}

/** Threads that examine files as this one would. */
export interface FileThreads<T> {
  /** The characters of the files that a thread is given at once, if the last of them is not longer. */
  readonly batchSize: number;
  /** `size`: the characters of all files. */
  readonly start: (data: () => ThreadData, size: number) => Promise<readonly FileThread<T>[]>;
}

export type FileThread<T> = WorkThread<Batch, readonly FileOutcome<T>[]>;

/** What a thread is given at its start. */
export interface ThreadData {
  readonly options: Options;
  readonly named: CatalogueText | undefined;
  readonly sources: PlainSources;
  readonly modules: Modules;
  readonly constructs: Constructs;
}

/** Some files, each under all of its names. */
export type Batch = readonly (readonly DocumentToExamine[])[];

interface Given {
  readonly means: Means;
  /** The catalogue that the options name. */
  readonly named: CatalogueText | undefined;
  readonly sources: SourcesData;
}

/** Examines files, in any order. */
export async function workOn<T>(
  files: Batch,
  { means, named, sources }: Given,
  { use, threads }: Work<T>,
): Promise<FileOutcome<T>[]> {
  const examineAll = (batch: Batch): FileOutcome<T>[] => batch.flatMap((file) => examineFile(file, means, use));
  const data = (): ThreadData => ({
    options: means.options,
    named,
    sources: plainSources(sources),
    modules: means.modules,
    constructs: means.constructs,
  });
  const started =
    (await threads?.start(
      data,
      files.reduce((sum, file) => sum + sizeOf(file), 0),
    )) ?? [];
  if (threads === undefined || started.length === 0) return examineAll(files);
  try {
    return await shared(batchesOf(files, threads.batchSize), examineAll, started);
  } finally {
    for (const thread of started) thread.stop();
  }
}

/** The batches of a thread that wait while it examines another: it must not wait itself until this thread is free. */
const batchesInAdvance = 1;

/** Shares batches between this thread and others. What a failed thread leaves is done in this one. */
async function shared<T>(
  batches: readonly Batch[],
  examineAll: (batch: Batch) => readonly FileOutcome<T>[],
  threads: readonly FileThread<T>[],
): Promise<FileOutcome<T>[]> {
  const outcomes: (readonly FileOutcome<T>[])[] = [];
  const left: Batch[] = [];
  const todo = batches.values();
  const give = async (thread: FileThread<T>): Promise<void> => {
    for (const batch of todo) {
      const answer = await thread.ask(batch);
      if (answer === undefined) return void left.push(batch);
      outcomes.push(answer);
    }
  };
  const given = threads.flatMap((thread) => Array.from({ length: 1 + batchesInAdvance }, () => give(thread)));
  for (const batch of todo) {
    outcomes.push(examineAll(batch));
    await answersOfOthers();
  }
  await Promise.all(given);
  for (const batch of left) outcomes.push(examineAll(batch));
  return outcomes.flat();
}

/** Lets the answers of other threads in, which then get their next batch. */
function answersOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function batchesOf(files: Batch, batchSize: number): Batch[] {
  const batches: (readonly DocumentToExamine[])[][] = [];
  let size = batchSize;
  for (const file of files) {
    if (size >= batchSize) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(file);
    size += sizeOf(file);
  }
  return batches;
}

function sizeOf(names: readonly DocumentToExamine[]): number {
  return names.reduce((sum, { file }) => sum + file.text.length, 0);
}
