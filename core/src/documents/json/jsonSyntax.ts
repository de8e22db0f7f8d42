import type { Syntax } from '../syntax.ts';
import { spanBetween, spanEnd } from '../../text/span.ts';
import { parseJson, parseJsonAlone } from './parse.ts';
import { removeElements } from '../../text/removeElements.ts';
import { replaceEntry } from './replaceEntry.ts';
import { brokenLines, rewriteList } from './rewriteList.ts';
import { quoted } from './layout.ts';
import { sizeOfJson } from './size.ts';
import { stringText } from './stringText.ts';
import { writePolicy } from './writePolicy.ts';

/** JSON (RFC 8259) with comments and trailing commas, also as a template with Terraform placeholders. */
export const jsonSyntax: Syntax = {
  name: 'json',
  parse: parseJson,
  parseAlone: parseJsonAlone,
  textIn: stringText,
  writeInString: (piece) => JSON.stringify(piece).slice(1, -1),
  edit: {
    removeElements,
    replaceEntry,
    rewriteList: (text, action, list, outcomes) =>
      rewriteList(text, action, list, {
        outcomes,
        writer: { write: quoted, lines: (offset, written) => brokenLines(text, offset, written) },
      }),
    emptyBranch: (_, span) => ({ span, newText: '{ "Ref": "AWS::NoValue" }' }),
  },
  betweenKeyAndValue: (text) => text,
  afterValue: (text) => text,
  innerSpan: (_, span) => spanBetween(span.offset + 1, spanEnd(span) - 1),
  size: sizeOfJson,
  mostPerCharacter: 1,
  write: writePolicy,
};
