/** Reads the policies of a document. */
import type { List, Policy, UnreadPart } from '../policy/model.ts';
import { tooDeep } from '../text/json.ts';
import { placesIn } from '../text/place.ts';
import { spanEnd } from '../text/span.ts';
import type { SyntaxError } from '../text/tree.ts';
import { findPolicies, type FoundPolicies } from './findPolicies.ts';
import { jsonSyntax } from './json/jsonSyntax.ts';
import { readIncrementally } from './incrementalRead.ts';
import type { Syntax } from './syntax.ts';
import { asBroken, moduleFileOf } from './shapes/terraformModule.ts';
import type { DocumentReading, ReadDocument } from './reading.ts';

/**
 * Reads a document: a policy itself, output of the AWS CLI, a CloudFormation template, or any other document that
 * contains policies. Never throws. `before`: an earlier text of the same document and its reading, which may save most
 * of the work.
 */
export function readDocument(text: string, before?: ReadDocument, syntax: Syntax = jsonSyntax): DocumentReading {
  return (before && readIncrementally(text, before)) ?? readWhole(text, syntax);
}

/** A document that is nested so deeply that it exhausts the stack is reported as a syntax error. */
function readWhole(text: string, syntax: Syntax): DocumentReading {
  try {
    return readParsed(text, syntax);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { syntax, policies: [], errors: [tooDeep], isResourceBased: false, unread: [], isTemplate: false };
  }
}

function readParsed(text: string, syntax: Syntax): DocumentReading {
  const { root, errors, directives, isMasked } = syntax.parse(text);
  const places = placesIn(text);
  const lineOf = (offset: number): number => places(offset).line;
  const found = findPolicies({ text, syntax }, root, lineOf);
  const module = moduleFileOf(root, '', { text, lineOf, isConfiguration: syntax.isConfiguration === true });
  return {
    syntax,
    ...found,
    policies:
      directives.length === 0 ? found.policies : found.policies.map((policy) => markOpenLists(policy, directives)),
    errors,
    unread: [...toldErrors(text, syntax, errors), ...found.unread],
    ...(isMasked === true ? { isMasked } : {}),
    ...(module === undefined ? {} : { module: errors.length === 0 ? module : asBroken(module, text) }),
    ...(module === undefined ? loneSubject(found) : {}),
  };
}

/** What the only policy of a document says of its holders, unless it is a part of a template. */
function loneSubject({ policies: [policy, another], isAccountCopy }: FoundPolicies): Pick<DocumentReading, 'lone'> {
  if (policy === undefined || another !== undefined || isAccountCopy === true) return {};
  return policy.subject.resource === undefined ? { lone: policy.subject } : {};
}

/** The first error, as a part that was not read: it may hide a policy. */
function toldErrors(text: string, { tellsErrors }: Syntax, [error]: readonly SyntaxError[]): UnreadPart[] {
  return error === undefined || tellsErrors?.(text) !== true ? [] : [{ span: error.span, reason: error.message }];
}

/** Marks the lists that contain a template directive as open: their elements are not all certain. */
function markOpenLists(policy: Policy, directives: readonly number[]): Policy {
  const mark = (lists: readonly List[]): List[] =>
    lists.map((list) =>
      directives.some((at) => at > list.span.offset && at < spanEnd(list.span)) ? { ...list, isOpen: true } : list,
    );
  return {
    ...policy,
    lists: mark(policy.lists),
    statements: policy.statements.map((statement) =>
      statement.action === undefined
        ? statement
        : { ...statement, action: { ...statement.action, lists: mark(statement.action.lists) } },
    ),
  };
}
