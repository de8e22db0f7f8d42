import type { Range } from 'vscode-languageserver';
import { fetchInstructions, createFindingsReader, noFindings, type FindingsReading } from '../../../core/src/index.ts';
import { inWords, say, type Message, spanBetween } from '../../../core/src/text/index.ts';
import { createMarker, type FileMark } from '../../../platform/src/fileMarks.ts';
import { readPart } from './fileText.ts';
import { fileName } from '../../../platform/src/fileUris.ts';
import { IgnoredFile } from './confinedPlatform.ts';
import type { Log } from '../lsp/guard.ts';
import type { Platform } from '../../../platform/src/platform.ts';
import type { Progress, ProgressSource } from '../lsp/progress.ts';
import { t } from '../lsp/language.ts';

/** A findings file that cannot be used, and why. */
export interface BrokenFile {
  readonly range: Range;
  readonly message: string;
}

export interface FileReaderOptions {
  readonly platform: Platform;
  readonly log: Log;
  readonly progress: ProgressSource;
  /** Called if a file is broken, and with `undefined` if it is valid again or gone. */
  readonly report: (uri: string, broken: BrokenFile | undefined) => void;
}

/** A reading, and the stamp of its file at that time. */
export interface Stamped<R> {
  readonly reading: R;
  readonly stamp: string | undefined;
  /** The file must not be read, or is gone. That is not a problem. */
  readonly isIgnored?: true;
  /** Why the text of the file could not be read. */
  readonly unreadableText?: Message | undefined;
  /** Where reading of the file can start. */
  readonly marks?: readonly FileMark[];
}

/** What a file is read for. */
export interface ReadFor {
  /** A configuration names it for its findings. */
  readonly isConfigured: boolean;
  /** Only for what was deployed, and not for findings. */
  readonly isDeployed: boolean;
}

/** The most attempts to read a file that changes while it is read. */
const mostAttempts = 3;

/** Files of more bytes than this get a progress bar with a cancel button. */
const largeFile = 8 * 1024 * 1024;

interface ReadPieces {
  readonly reading: FindingsReading | 'given up';
  readonly marks: readonly FileMark[];
}

function createPiecesReader(
  platform: Platform,
  progress: ProgressSource,
): (uri: string, isDeployed: boolean) => Promise<ReadPieces> {
  return async (uri, isDeployed) => {
    const reader = createFindingsReader({ isDeployed });
    const { add, marks } = createMarker();
    let shown: Progress | undefined;
    try {
      for await (const piece of platform.readPieces(uri, undefined, reader.isBetweenLines)) {
        const { text, done, total, part } = piece;
        if (total > largeFile) shown ??= await progress(t('Reading {0}', fileName(uri)));
        shown?.report((100 * done) / total);
        if (shown?.isCancelled() === true) return { reading: 'given up', marks };
        if (part === undefined) reader.push(text);
        else reader.add(part.findings);
        add(piece);
      }
      return { reading: reader.end(), marks };
    } finally {
      shown?.done();
    }
  };
}

/** The result for a file whose reading the user cancelled: its content is not known. */
export function givenUp(stamp: string | undefined): Stamped<FindingsReading> {
  return { reading: noFindings, stamp, unreadableText: say('reading it was cancelled') };
}

/** Makes a function that reads one findings file, and reports its problems if `mayTell`. It never fails. */
export function createFileReader({ platform, log, progress, report }: FileReaderOptions) {
  const readPieces = createPiecesReader(platform, progress);
  const tellBroken = async (uri: string, offset: number, message: Message): Promise<void> => {
    const { start } = await readPart(platform, uri, spanBetween(offset, offset));
    log.warn(`${uri}:${start.line + 1}:${start.character + 1}: ${inWords(message)}; no finding in this file is used`);
    report(uri, {
      range: { start, end: start },
      message: t(
        'Line {0}, column {1}: {2}. No finding in this file is used.',
        String(start.line + 1),
        String(start.character + 1),
        message,
      ),
    });
  };
  /**
   * Reads again if the file changed meanwhile: half of the old and half of the new content may be valid JSON, but
   * wrong.
   */
  const readWhole = async (uri: string, isDeployed: boolean): Promise<Stamped<FindingsReading | 'given up'>> => {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const stamp = await platform.stamp(uri);
      const read = await readPieces(uri, isDeployed);
      if ((await platform.stamp(uri)) === stamp) return { ...read, stamp };
    }
    throw new Error(t('it kept changing while it was read'));
  };
  const tell = async (
    uri: string,
    { counted, error, isRecognised }: FindingsReading,
    isConfigured: boolean,
  ): Promise<void> => {
    if (counted.length > 0) log.warn(`${uri}:`, ...fetchInstructions(counted));
    if (error !== undefined) await tellBroken(uri, error.span.offset, error.message);
    else if (isConfigured && !isRecognised) report(uri, unknownShape());
  };
  return async (
    uri: string,
    { isConfigured, isDeployed }: ReadFor,
    mayTell: () => boolean,
  ): Promise<Stamped<FindingsReading>> => {
    report(uri, undefined);
    try {
      const { reading, stamp, marks } = await readWhole(uri, isDeployed);
      if (reading === 'given up') {
        log.warn(`${uri}: cancelled; no finding in this file is used until it changes or the server is restarted`);
        return givenUp(stamp);
      }
      if (isWorthTelling(reading, isConfigured) && mayTell()) await tell(uri, reading, isConfigured);
      return { reading, stamp, ...(marks === undefined ? {} : { marks }) };
    } catch (error) {
      return unread(error, (reason) => mayTell() && log.warn(`${uri}: ${reason}; no finding in this file is used`));
    }
  };
}

function isWorthTelling({ counted, error, isRecognised }: FindingsReading, isConfigured: boolean): boolean {
  return counted.length > 0 || error !== undefined || (isConfigured && !isRecognised);
}

function unknownShape(): BrokenFile {
  return {
    range: firstPlace,
    message: t('This file is named in .iam-refine.json but contains no finding in a known format.'),
  };
}

/** The result for a file that could not be read. */
function unread(error: unknown, tell: (reason: string) => unknown): Stamped<FindingsReading> {
  if (error instanceof IgnoredFile) return { reading: noFindings, stamp: undefined, isIgnored: true };
  const reason = error instanceof Error ? error.message : String(error);
  tell(reason);
  return { reading: noFindings, stamp: undefined, unreadableText: say('{0}', reason) };
}

const firstPlace: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
