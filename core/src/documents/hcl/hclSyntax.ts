/** HCL, the language of Terraform and OpenTofu. */
import type { Tree } from 'web-tree-sitter';
import type { Syntax, SyntaxReading } from '../syntax.ts';
import { replaceEntry } from '../json/replaceEntry.ts';
import { brokenLines, rewriteList } from '../json/rewriteList.ts';
import { spanBetween, spanEnd, type Span } from '../../text/span.ts';
import { member, type TreeNode } from '../../text/tree.ts';
import { compactSize, policyAt } from '../compactSize.ts';
import { errorsIn, oddString, unreadable } from './errors.ts';
import { createHclParser, type HclBinaries, type WithTree } from './parser.ts';
import { readHclTree } from './readTree.ts';
import { removeFromList } from './removeBlocks.ts';
import { sizeOfDocument } from './size.ts';
import { writePolicy } from './writePolicy.ts';
import { quotedString, textOfTemplate, writeInTemplate } from './template.ts';

/** Makes the syntax. Rejects if the binaries are not those of the parser. */
export async function createHclSyntax(binaries: HclBinaries): Promise<Syntax> {
  const withTree = await createHclParser(binaries);
  let latest: { readonly text: string; readonly reading: SyntaxReading } | undefined;
  const parse = (text: string): SyntaxReading => {
    if (latest?.text !== text) latest = { text, reading: parseHcl(text, withTree) };
    return latest.reading;
  };
  return {
    name: 'hcl',
    isConfiguration: true,
    tellsErrors: () => true,
    parse,
    // What a part means depends on the block around it, and on the lines between them.
    parseAlone: () => undefined,
    textIn: textOfTemplate,
    writeInString: writeInTemplate,
    edit: {
      removeElements: removeFromList,
      replaceEntry: (text, entry, actions) => replaceEntry(text, entry, actions, quotedString),
      rewriteList: (text, action, list, outcomes) =>
        rewriteList(text, action, list, {
          outcomes,
          writer: { write: quotedString, lines: (offset, written) => brokenLines(text, offset, written) },
        }),
      emptyBranch: (_, span) => ({ span, newText: 'null' }),
    },
    betweenKeyAndValue: (text) => text,
    afterValue: (text) => text,
    inspect: (text) => ({ root: parse(text).root, comments: withTree(withoutMark(text), commentsIn) }),
    innerSpan: (_, span) => spanBetween(span.offset + 1, spanEnd(span) - 1),
    size: (text, policy) => sizeIn(parse(text).root, policy),
    // What `aws_iam_policy_document` leaves out, it renders.
    mostPerCharacter: 8,
    write: (policy, text, at) => writePolicy(policy, text, parse(text).root, at),
  };
}

function parseHcl(text: string, withTree: WithTree): SyntaxReading {
  try {
    return withTree(withoutMark(text), (tree) => {
      const { root, oddStrings } = readHclTree(text, tree);
      const errors = errorsIn(text, tree);
      return { root, errors: errors.length > 0 ? errors : oddStrings.map(oddString), directives: [] };
    });
  } catch (thrown) {
    // Values that are nested too deeply exhaust the stack, which whoever reads the document reports.
    if (thrown instanceof RangeError) throw thrown;
    return { root: undefined, errors: [unreadable], directives: [] };
  }
}

function commentsIn({ rootNode }: Tree): readonly Span[] {
  return rootNode.descendantsOfType('comment').map(({ startIndex, endIndex }) => spanBetween(startIndex, endIndex));
}

/** The grammar does not know the byte order mark, which Terraform passes over. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

/** The size of a policy that is written as an object, or as the body of a data source. */
function sizeIn(root: TreeNode | undefined, policy: Span): number {
  const found = policyAt(root, policy);
  if (found === undefined) return policy.length;
  return member(found, 'Statement') === undefined ? sizeOfDocument(found) : compactSize(found);
}
