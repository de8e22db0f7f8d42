import { placesIn } from '../text/place.ts';
import { maskPlaceholders, type MaskedText } from '../text/placeholders.ts';
import { readJson, tooDeep, type JsonReading } from '../text/json.ts';
import { type SyntaxError } from '../text/tree.ts';
import { say } from '../text/message.ts';
import { spanEnd } from '../text/span.ts';
import type { List, Policy } from '../policy/model.ts';
import { findPolicies } from './findPolicies.ts';
import type { Host, HostReading } from './host.ts';
import { rereadStatement } from './reread.ts';

/**
 * A JSON document, with or without comments: a policy itself, what the AWS CLI prints of policies, a CloudFormation template, or any other
 * document with policies in it. Placeholders of Terraform's templates are passed over.
 */
export const jsonHost: Host = {
  read: (text, before) => (before && rereadStatement(text, before)) ?? readWhole(text),
  encode: (action) => JSON.stringify(action),
  noValue: '{ "Ref": "AWS::NoValue" }',
};

/** What is nested so deep that looking at it exhausts the stack is no document that can be read. */
function readWhole(text: string): HostReading {
  try {
    return readParsed(text);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { policies: [], errors: [tooDeep], isResourceBased: false, unread: [], isTemplate: false };
  }
}

function readParsed(text: string): HostReading {
  const { root, errors, directives, isMasked } = readTolerantly(text);
  const places = placesIn(text);
  const found = findPolicies(text, root, (offset) => places(offset).line);
  return {
    ...found,
    policies: directives.length === 0 ? found.policies : found.policies.map((policy) => opened(policy, directives)),
    errors,
    ...(isMasked === true ? { isMasked } : {}),
  };
}

/** What is no JSON may be a template of JSON: its placeholders are masked. */
function readTolerantly(text: string): JsonReading & Pick<MaskedText, 'directives'> & Pick<HostReading, 'isMasked'> {
  const reading = readJson(text);
  const masked = reading.errors.length === 0 ? undefined : maskPlaceholders(text);
  const second = masked && readJson(masked.text);
  if (masked === undefined || second === undefined) return { ...reading, directives: [] };
  if (second.errors.length > 0) return { ...reading, errors: directiveErrors(masked, second) ?? reading.errors, directives: [] };
  return { ...second, directives: masked.directives, isMasked: true };
}

/** `%{ else }` between two values and the like: without the directive, they stand side by side. `undefined` where something else is wrong. */
function directiveErrors({ text, directives }: MaskedText, { errors: [error] }: JsonReading): readonly SyntaxError[] | undefined {
  const end = error?.span.offset ?? 0;
  const offset = directives.findLast((at) => at < end);
  if (offset === undefined || text.slice(offset, end).trim() !== '') return undefined;
  return [{ span: { offset, length: 2 }, message: say('a template directive between two values is not read yet') }];
}

/** Marks the lists in which a directive stands. */
function opened(policy: Policy, directives: readonly number[]): Policy {
  const mark = (lists: readonly List[]): List[] =>
    lists.map((list) => (directives.some((at) => at > list.span.offset && at < spanEnd(list.span)) ? { ...list, isOpen: true } : list));
  return {
    ...policy,
    lists: mark(policy.lists),
    statements: policy.statements.map((statement) =>
      statement.action === undefined ? statement : { ...statement, action: { ...statement.action, lists: mark(statement.action.lists) } },
    ),
  };
}
