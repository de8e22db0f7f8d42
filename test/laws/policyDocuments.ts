/**
 * Generated policy documents with conditions at every level and other difficulties, and what they allow by a slow
 * definition.
 */
import * as fc from 'fast-check';
import { allows, folded } from '../support/bruteForce.ts';
import { asText, isList, isObject, twin, valueInText, type Json, type JsonObject } from './json.ts';
import { conditionNames } from './resolve.ts';

/** A few names, many of them prefixes of each other. */
export const catalogueNames: Readonly<Record<string, readonly string[]>> = {
  s3: ['GetBucketAcl', 'GetObject', 'GetObjectAcl', 'ListBucket', 'PutObject', 'PutObjectAcl'],
  ec2: ['DescribeInstanceStatus', 'DescribeInstances', 'RunInstances'],
  iam: ['GetRole', 'PassRole', 'PutRolePolicy'],
};

/** Actions that the catalogue lacks, some in a service that it lacks. */
const laterNames = ['s3:GetBucketFutureThing', 's3:PutFutureThing', 'foo:Bar', 'foo:Baz'];

/** Every action that the catalogue, a policy or evidence may name. */
export const universe: readonly string[] = [
  ...Object.entries(catalogueNames).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
  ...laterNames,
];

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 9): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

export const noValue: JsonObject = { Ref: 'AWS::NoValue' };

/** The value itself in most cases, else an `Fn::If` with it in a branch. */
export function perhapsIf(value: fc.Arbitrary<Json>, plainWeight = 6): fc.Arbitrary<Json> {
  const condition = fc.constantFrom(...conditionNames);
  const either = (one: fc.Arbitrary<Json>, other: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
    fc.tuple(condition, one, other).map(([name, a, b]) => ({ 'Fn::If': [name, a, b] }));
  const inside = fc.oneof(
    { weight: 3, arbitrary: value },
    { weight: 1, arbitrary: either(value, fc.oneof(value, fc.constant<Json>(noValue))) },
  );
  return fc.oneof(
    { weight: plainWeight, arbitrary: value },
    { weight: 1, arbitrary: either(inside, inside) },
    { weight: 1, arbitrary: either(value, fc.constant(noValue)) },
    { weight: 1, arbitrary: either(fc.constant(noValue), inside) },
  );
}

const wildcards = [
  's3:*',
  's3:Get*',
  's3:GetObject*',
  's3:*Acl',
  's3:Put*',
  's3:Get?bject',
  'ec2:*',
  'ec2:Describe*',
  'iam:*',
  'iam:*Role',
];
const oddActions = [
  'S3:getobject',
  'EC2:describe*',
  'foo:*',
  'foo:B*',
  '*',
  '*:*',
  's3*:Get*',
  'NoColon',
  's3: Get',
  'IAM:passrole',
];

const action: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...universe) },
  { weight: 6, arbitrary: fc.constantFrom(...wildcards) },
  { weight: 2, arbitrary: fc.constantFrom(...oddActions) },
);

const actionList = fc.array(perhapsIf(action), { minLength: 1, maxLength: 4 });

const actions: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: actionList },
  { weight: 1, arbitrary: action },
  { weight: 2, arbitrary: perhapsIf(fc.oneof(actionList, action), 1) },
);

const effect: fc.Arbitrary<Json> = fc.oneof(
  { weight: 14, arbitrary: fc.constant('Allow') },
  { weight: 3, arbitrary: fc.constant('Deny') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>({ 'Fn::If': ['A', 'Allow', 'Allow'] }, { 'Fn::If': ['B', 'Allow', 'Deny'] }),
  },
);

/** A statement without a `Sid`, which {@link withSids} adds when the whole document is generated. */
const statement: fc.Arbitrary<Json> = fc
  .record({
    effect,
    actions,
    kind: fc.constantFrom('Action', 'Action', 'Action', 'Action', 'Action', 'Action', 'NotAction'),
    more: rarely<JsonObject>(
      fc.constant({}),
      fc.constantFrom(
        { Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
        { [`Effect${twin}`]: 'Allow' },
        { [`Action${twin}`]: 's3:*' },
      ),
      14,
    ),
  })
  .map(({ effect: is, actions: what, kind, more }) => ({ Sid: '', Effect: is, [kind]: what, ...more, Resource: '*' }));

const statements: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: fc.array(perhapsIf(statement), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: statement },
  { weight: 1, arbitrary: perhapsIf(fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 2 })), 1) },
);

/** A policy document as a value. */
export const policyDocument: fc.Arbitrary<Json> = statements.map((Statement) => ({ Version: '2012-10-17', Statement }));

/** A policy document as a stack deployed it: nothing in it is computed. */
export const deployedDocument: fc.Arbitrary<Json> = fc
  .array(
    fc
      .record({
        effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
        actions: fc.array(action, { minLength: 1, maxLength: 4 }),
      })
      .map(({ effect: Effect, actions: Action }): Json => ({ Sid: '', Effect, Action, Resource: '*' })),
    { minLength: 1, maxLength: 3 },
  )
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

/** The value of a `PolicyDocument` in a template: a policy, an `Fn::If` with policies, or a policy as a string. */
export const placedDocument: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: perhapsIf(policyDocument, 10) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(deployedDocument, fc.constantFrom('json', 'percent', 'sub'))
      .map(([document, form]) => ({ [asText]: document, $as: form })),
  },
);

/** The document with a unique `Sid` in each statement. */
export function withSids(document: Json): Json {
  let next = 0;
  const visit = (value: Json): Json => {
    if (isList(value)) return value.map(visit);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === 'Sid' ? `sid${next++}x` : visit(item)]),
    );
  };
  return visit(document);
}

/** The ids of the statements in a part of a text. */
export function sidsIn(text: string): string[] {
  return text.match(/\bsid\d+x/g) ?? text.match(/sid\d+x/g) ?? [];
}

export function stringsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isList(value) ? value.flatMap((item) => (typeof item === 'string' ? [item] : [])) : [];
}

/** Is the text an action string that IAM accepts? Any other allows nothing. */
export function isWellFormed(text: string): boolean {
  return text === '*' || text === '*:*' || /^[A-Za-z0-9-]+:[\w*?-]+$/.test(text);
}

const matches = new Map<string, ReadonlySet<string>>();

/** The folded actions of the universe that an action string allows. */
export function matchedBy(text: string): ReadonlySet<string> {
  const known = matches.get(text);
  if (known !== undefined) return known;
  const found = new Set(isWellFormed(text) ? universe.filter((name) => allows(text, name)).map(folded) : []);
  matches.set(text, found);
  return found;
}

export function allMatchedBy(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...matchedBy(text)]));
}

/** What each Allow statement of a deployed document allows, by its `Sid`, including policies in strings. */
export function allowedBySid(deployed: Json): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const visit = (value: Json): void => {
    const inside = valueInText(value);
    if (inside !== undefined) visit(inside);
    else if (isList(value)) value.forEach(visit);
    else if (isObject(value)) {
      const { Sid, Effect, Action } = value;
      if (typeof Sid === 'string' && Effect === 'Allow' && Action !== undefined)
        found.set(Sid, new Set([...(found.get(Sid) ?? []), ...allMatchedBy(stringsIn(Action))]));
      else Object.values(value).forEach(visit);
    }
  };
  visit(deployed);
  return found;
}
