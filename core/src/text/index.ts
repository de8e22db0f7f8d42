/** Messages, places and edits of text: what every surface needs, with or without the engine. */
export { dayOf } from './time.ts';
export { english, inWords, languageOf, say, sentence } from './message.ts';
export type { Gap, Language, Message } from './message.ts';
export { createLimit, mapInOrder } from '../limit.ts';
export { memoise } from '../memo.ts';
export type { SyntaxError } from './tree.ts';
export { isRecord } from './jsonValue.ts';
export { encodingOf } from './encoding.ts';
export { createPlaceScan, placeAt, placesIn } from './place.ts';
export type { Place } from './place.ts';
export { spanBetween, spanEnd, spansTouch } from './span.ts';
export type { Span } from './span.ts';
export { escapedCharacter, visible } from './visible.ts';
export { applyEdits } from './textEdit.ts';
export type { TextEdit } from './textEdit.ts';
