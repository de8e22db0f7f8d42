import { spanBetween, spanEnd } from '../../text/span.ts';
import { compactSize, policyAt } from '../compactSize.ts';
import { looksLikePolicy } from '../fileKind.ts';
import type { Syntax } from '../syntax.ts';
import { parseYaml, recentlyParsed } from './parse.ts';
import { removeItems } from './removeItems.ts';
import { replaceAction } from './replaceAction.ts';
import { rewriteFlow } from './rewriteFlow.ts';
import { textInScalar, writeInScalar } from './scalarText.ts';
import { writeBlock } from './writeBlock.ts';

/** YAML 1.2 as far as YAML 1.1 reads it the same way, with the short forms of CloudFormation. */
export const yamlSyntax: Syntax = {
  name: 'yaml',
  tellsErrors: (text) => looksLikePolicy('yaml', text),
  parse: parseYaml,
  // What a part of a text means depends on its indentation and on the lines above it.
  parseAlone: () => undefined,
  textIn: textInScalar,
  writeInString: writeInScalar,
  edit: {
    removeElements: removeItems,
    replaceEntry: replaceAction,
    rewriteList: rewriteFlow,
    emptyBranch: (_, span) => ({ span, newText: '!Ref AWS::NoValue' }),
  },
  // What is on lines of its own there can only be comments; they are compared with `inspect`.
  betweenKeyAndValue: (text) =>
    text
      .split(/\r?\n/)
      .filter((line, i) => i === 0 || !isComment(line))
      .join('\n')
      .trimEnd(),
  afterValue: (text) => text.replace(/^[ \t]*(?:#[^\r\n]*)?(?:\r?\n[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$))*/, ''),
  inspect: recentlyParsed,
  innerSpan(text, span) {
    const quotes = /^["']/.test(text.slice(span.offset, span.offset + 1)) ? 1 : 0;
    return spanBetween(span.offset + quotes, spanEnd(span) - quotes);
  },
  size(text, span) {
    const policy = policyAt(recentlyParsed(text).root, span);
    return policy === undefined ? span.length : compactSize(policy);
  },
  // `-` alone is an element, `null,` in JSON.
  mostPerCharacter: 6,
  write: writeBlock,
};

function isComment(line: string): boolean {
  return /^[ \t]*(?:#|$)/.test(line);
}
