/** Splits the text of a findings file, which arrives in pieces, into JSON values and elements of lists. */
import { say, type Message } from '../text/message.ts';
import type { SyntaxError } from '../text/tree.ts';
import { codes } from '../text/jsonScan.ts';
import { spanBetween, type Span } from '../text/span.ts';
import { bracketsEnd, endScan, lineValue, readTolerantly, scalarEnd, skipSpace, type PieceScan } from './jsonPieces.ts';

const { comma, openBrace, openBracket, closeBracket } = codes;

/** A value at the top of a findings file, or an element of a list there. */
export interface JsonItem {
  readonly value: unknown;
  readonly text: string;
  /** The span in the whole text of the file. */
  readonly span: Span;
  /** The number of its list, counting the lists of the file from 1; absent for a value at the top. */
  readonly list?: number;
}

/** Receives what {@link createItemReader} finds. */
export interface ItemHandler {
  readonly item: (item: JsonItem) => void;
  /** A list has ended. If it was the `findings` of an object, `rest` holds the other members of that object. */
  readonly listEnd: (list: number, span: Span, rest: unknown) => void;
  /** The text from the unreadable value to the end of the file, in pieces. */
  readonly unread: (text: string) => void;
}

/** Reads a text that arrives in pieces. */
export interface ItemReader {
  readonly push: (piece: string) => void;
  /**
   * Is the text so far one of whole lines with whole values (NDJSON)? Then a new reader reads what follows as this one
   * would.
   */
  readonly isBetweenLines: () => boolean;
  /** Leaves out a text of this length, which another reader has read. Only between lines. */
  readonly skip: (length: number) => void;
  /** The length of the text so far, in UTF-16 code units. */
  readonly length: () => number;
  /**
   * Call this once, after the last piece. Returns the first syntax error, if any. A file with an error must not be
   * used, not even the values before the error.
   */
  readonly end: () => SyntaxError | undefined;
}

/** The longest value that is read, in UTF-16 code units. Real findings and reports stay far below. */
const longestValue = 16 * 1024 * 1024;

/** The object around a list of findings, as `list-findings-v2` and Security Hub print it. */
const wrapper = /\{\s*"findings"\s*:\s*\[/iy;
const longestWrapper = 200;

/**
 * Reads a text of one or more JSON values (a document, NDJSON, several documents) and never holds more of it than one
 * value. The elements of a list, also of `{"findings": [...]}`, are handed over one by one. Comments and trailing
 * commas are accepted. Each value is handed over once, and none after the first syntax error.
 *
 * O(length of the text). A line with a whole value (NDJSON) needs only a search for the line end, and is parsed as it
 * is.
 */
export function createItemReader(handler: ItemHandler): ItemReader {
  const state = startState();
  return {
    push(piece) {
      // The rest of the last piece is joined only with the rest of its line. Joining it with the whole piece would copy
      // every piece.
      const line = piece.indexOf('\n') + 1;
      take(state, handler, piece.slice(0, line));
      take(state, handler, piece.slice(line));
    },
    isBetweenLines: () => isAsNew(state),
    skip(length) {
      state.base += length;
    },
    length: () => state.base + state.text.length,
    end() {
      state.isLast = true;
      if (state.failure !== undefined) return state.failure;
      advance(state, handler);
      if (state.mode !== 'top')
        fail(
          state,
          state.text.length,
          state.mode === 'list' ? say('close bracket expected') : say('close brace expected'),
        );
      return state.failure;
    },
  };
}

interface State extends PieceScan {
  /** The offset of `text` in the whole text. */
  base: number;
  /** Between values, in a list, or in the object around a list, after that list. */
  mode: 'top' | 'list' | 'rest';
  failure: SyntaxError | undefined;
  /** Every line so far was a whole value, so the next one is tried as one. */
  linesHoldValues: boolean;
  /** The number of lists so far. */
  lists: number;
  /** The offset of the last list in the whole text. */
  listStart: number;
  /** The last list is the `findings` of an object. */
  isWrapped: boolean;
  /** In a list, a comma has to come before the next element. */
  needsComma: boolean;
}

function startState(): State {
  return {
    text: '',
    base: 0,
    at: 0,
    isLast: false,
    mode: 'top',
    failure: undefined,
    linesHoldValues: true,
    lists: 0,
    listStart: 0,
    isWrapped: false,
    needsComma: false,
    scanAt: 0,
    depth: 0,
  };
}

/** Is the state that of a new reader, but for what is only counted: the text before and its lists? */
function isAsNew({ text, at, isLast, mode, failure, linesHoldValues, scanAt, depth }: State): boolean {
  const isAtTop = mode === 'top' && failure === undefined && linesHoldValues;
  return isAtTop && text === '' && at === 0 && !isLast && scanAt === 0 && depth === 0;
}

function take(state: State, handler: ItemHandler, piece: string): void {
  if (piece === '') return;
  if (state.failure !== undefined) {
    handler.unread(piece);
    return;
  }
  state.text += piece;
  advance(state, handler);
}

function advance(state: State, handler: ItemHandler): void {
  while (state.failure === undefined && step(state, handler));
  if (state.failure !== undefined) handler.unread(state.text.slice(state.at));
  state.base += state.at;
  state.text = state.text.slice(state.at);
  state.scanAt = Math.max(0, state.scanAt - state.at);
  state.at = 0;
}

/** Reads one bracket, comma or value; false if more text has to arrive first. */
function step(state: State, handler: ItemHandler): boolean {
  if (state.mode === 'rest') return state.text.length > state.at && takeRest(state, handler);
  const from = skipSpace(state);
  if (from === undefined) return false;
  state.at = from;
  if (from >= state.text.length) return false;
  const code = state.text.charCodeAt(from);
  return state.mode === 'list' ? stepInList(state, handler, code) : stepAtTop(state, handler, code);
}

function stepInList(state: State, handler: ItemHandler, code: number): boolean {
  if (code === closeBracket) closeList(state, handler);
  else if (code === comma && state.needsComma) {
    state.needsComma = false;
    state.at++;
  } else if (code === comma) fail(state, state.at, say('value expected'));
  else if (state.needsComma) fail(state, state.at, say('comma expected'));
  else return takeValue(state, handler);
  return true;
}

function stepAtTop(state: State, handler: ItemHandler, code: number): boolean {
  if (code === openBracket) {
    openList(state, 1, false);
    return true;
  }
  if (code !== openBrace || state.scanAt > 0) return takeValue(state, handler);
  wrapper.lastIndex = state.at;
  const [opening] = wrapper.exec(state.text) ?? [];
  if (opening !== undefined) {
    openList(state, opening.length, true);
    return true;
  }
  return state.text.length - state.at < longestWrapper && !state.isLast ? false : takeValue(state, handler);
}

function openList(state: State, length: number, isWrapped: boolean): void {
  state.listStart = state.base + state.at;
  state.lists++;
  state.isWrapped = isWrapped;
  state.needsComma = false;
  state.mode = 'list';
  state.at += length;
}

function closeList(state: State, handler: ItemHandler): void {
  state.at++;
  state.mode = state.isWrapped ? 'rest' : 'top';
  if (!state.isWrapped) handler.listEnd(state.lists, spanBetween(state.listStart, state.base + state.at), undefined);
}

/**
 * Reads the members after the list in a wrapper, up to its closing brace; false if they have not arrived completely.
 */
function takeRest(state: State, handler: ItemHandler): boolean {
  state.depth = Math.max(state.depth, 1);
  const end = bracketsEnd(state);
  if (isTooLong(state, end) || end === undefined) return false;
  const source = state.text.slice(state.at, end);
  const reading = readTolerantly(`{${source.replace(/^\s*,/, '')}`);
  if (reading.error !== undefined) {
    fail(state, Math.max(state.at, end - 1), reading.error.message);
    return false;
  }
  handler.listEnd(state.lists, spanBetween(state.listStart, state.base + end), reading.value);
  state.at = end;
  state.mode = 'top';
  endScan(state);
  return true;
}

/** Hands over the value at `at`; false if it has not arrived completely. */
function takeValue(state: State, handler: ItemHandler): boolean {
  const code = state.text.charCodeAt(state.at);
  if (state.linesHoldValues && code === openBrace && state.scanAt === 0) {
    const line = lineValue(state);
    if (line === undefined) return false;
    if (line !== 'none') return handOver(state, handler, line.value, line.end);
    state.linesHoldValues = false;
  }
  const end = code === openBrace || code === openBracket ? bracketsEnd(state) : scalarEnd(state);
  if (isTooLong(state, end) || end === undefined) return false;
  endScan(state);
  const { value, error } = readTolerantly(state.text.slice(state.at, end));
  if (error === undefined) return handOver(state, handler, value, end);
  fail(state, state.at + error.span.offset, error.message, error.span.length);
  return true;
}

/**
 * Is the value at `at` too long? Then the reading fails. `end` is `undefined` if the value has not arrived completely.
 */
function isTooLong(state: State, end: number | undefined): boolean {
  const isLong = (end ?? state.text.length) - state.at > longestValue;
  if (isLong) fail(state, state.at, say('a single value of more than 16 million characters'));
  return isLong;
}

function handOver(state: State, handler: ItemHandler, value: unknown, end: number): true {
  const span = spanBetween(state.base + state.at, state.base + end);
  const text = state.text.slice(state.at, end);
  handler.item(state.mode === 'list' ? { value, text, span, list: state.lists } : { value, text, span });
  state.at = end;
  state.needsComma = state.mode === 'list';
  return true;
}

/** Records a syntax error, unless there is one already. `offset` counts from the start of `state.text`. */
function fail(state: State, offset: number, message: Message, length = 1): void {
  state.failure ??= { span: { offset: state.base + offset, length }, message };
}
