/** Values hidden behind expressions of CloudFormation. */
import type { Chooser } from './changes.ts';
import { isObject, placesOf, type Json, type Path } from './json.ts';
import { noValue } from './policyDocuments.ts';
import { conditionNames } from './resolve.ts';

/** The places where a literal may be hidden, by their last keys. A number stands for any element. */
const literalPlaces: readonly RegExp[] = [
  /\bProperties\.(?:RoleName|UserName|GroupName|ManagedPolicyName|Name)$/,
  /\bProperties\.(?:ManagedPolicyArns|Roles|Users|Groups|Policies|CustomerManagedPolicyReferences)(?:\.#)?$/,
  /\bProperties\.(?:PermissionsBoundary|InlinePolicy)$/,
  /\.PolicyDocument$/,
  /\.(?:Statement|Action|NotAction)(?:\.#)?$/,
  /\.Effect$/,
];

/** The places in a document where a value can be hidden. */
export function hidingPlaces(document: Json, places: readonly RegExp[] = literalPlaces): Path[] {
  return placesOf(document).flatMap(([path, value]) => {
    if (path.includes('AssumeRolePolicyDocument') || path.includes('$as')) return [];
    const joined = path.map((key) => (typeof key === 'number' ? '#' : key)).join('.');
    return places.some((place) => place.test(joined)) && !(isObject(value) && value['Ref'] === 'AWS::NoValue')
      ? [path]
      : [];
  });
}

/** An expression that hides a value, and the value of the parameter in it. */
export function hide(
  value: Json,
  choose: Chooser,
  isOpaque: boolean,
): { readonly expression: Json; readonly hidden: Readonly<Record<string, Json>> } {
  const condition = choose.one(conditionNames);
  const isText = typeof value === 'string';
  // Inside an encoded text, an object cannot be hidden in another encoded text.
  const open: Json[] = [
    { 'Fn::If': [condition, value, noValue] },
    { 'Fn::If': [condition, value, value] },
    { 'Fn::If': [condition, { Ref: 'Hidden' }, value] },
  ];
  const opaque: Json[] = [
    { Ref: 'Hidden' },
    { 'Fn::FindInMap': ['Map', 'x', 'Hidden'] },
    { 'Fn::Transform': { Name: 'Hide', Parameters: { Value: value } } },
    { 'Fn::If': [condition, { Ref: 'Hidden' }, noValue] },
    ...(isText
      ? [
          { 'Fn::Sub': '${Hidden}' },
          { 'Fn::Join': ['', [{ Ref: 'Hidden' }]] },
          { 'Fn::Select': [0, [{ Ref: 'Hidden' }, 'x']] },
        ]
      : []),
  ];
  return { expression: choose.one(isOpaque ? opaque : [...opaque, ...open]), hidden: { Hidden: value } };
}
