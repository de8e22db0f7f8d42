/**
 * Generated policy documents: conditions at every level, and what else makes trouble; and what they allow, by the slow
 * definition.
 */
import * as fc from 'fast-check';
import { allows, folded } from '../support/bruteForce.ts';
import { asText, isList, isObject, twin, valueInText, type Json, type JsonObject } from './json.ts';
import { conditionNames } from './resolve.ts';

/** Few names, made to be prefixes of one another. */
export const catalogueNames: Readonly<Record<string, readonly string[]>> = {
  s3: ['GetBucketAcl', 'GetObject', 'GetObjectAcl', 'ListBucket', 'PutObject', 'PutObjectAcl'],
  ec2: ['DescribeInstanceStatus', 'DescribeInstances', 'RunInstances'],
  iam: ['GetRole', 'PassRole', 'PutRolePolicy'],
};

/** Names that the catalogue lacks, and a service that it lacks. */
const laterNames = ['s3:GetBucketFutureThing', 's3:PutFutureThing', 'foo:Bar', 'foo:Baz'];

/** Every action that anybody names. */
export const universe: readonly string[] = [
  ...Object.entries(catalogueNames).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
  ...laterNames,
];

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 9): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

export const noValue: JsonObject = { Ref: 'AWS::NoValue' };

/** A value that mostly stands there as it is, and else in a branch of a condition. */
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

/** `Sid` is filled in when the whole document is there: see {@link withSids}. */
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

/** The statements as a stack deployed them: nothing is computed. */
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

/** A policy where a template wants one: in a branch of a condition, or as a text. */
export const placedDocument: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: perhapsIf(policyDocument, 10) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(deployedDocument, fc.constantFrom('json', 'percent', 'sub'))
      .map(([document, form]) => ({ [asText]: document, $as: form })),
  },
);

/** The document with a `Sid` of its own in each statement. */
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

/** What IAM takes for an action string; anything else allows nothing. */
export function isWellFormed(text: string): boolean {
  return text === '*' || text === '*:*' || /^[A-Za-z0-9-]+:[\w*?-]+$/.test(text);
}

const matches = new Map<string, ReadonlySet<string>>();

/** The actions of the universe, folded, that an action string allows. */
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

/**
 * What each Allow statement of a document as it is deployed allows, by its `Sid`, also in policies that are kept as
 * text.
 */
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
