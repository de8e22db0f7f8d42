/** The short forms of intrinsic functions (CloudFormation Template Reference, "Intrinsic function reference"). */

/** Functions whose short form is a tag with their name. */
const functions =
  'And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll';

/** The long forms by their tags: `Fn::If` for `!If`. */
export const longForms: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...functions.split(' ').map((name) => [`!${name}`, `Fn::${name}`] as const),
]);
