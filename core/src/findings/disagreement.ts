/**
 * What a finding says of its principal beside the ARN, and that does not agree with it: whose finding it is, is not
 * known.
 */
import { textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { principalOf, type Principal } from './model.ts';

/** The type of a resource by the type in its ARN (Access Analyzer API Reference, "FindingSummaryV2"). */
const resourceTypes: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::Role', 'role'],
  ['AWS::IAM::User', 'user'],
]);

/** Why it is not known whose a finding is, and all whose it may be. */
export interface Disagreement {
  readonly doubt: Message;
  readonly principals: readonly Principal[];
}

/** `record` is in the usual spelling. A member that is absent or null agrees. */
export function disagreementWith(principal: Principal, record: JsonRecord): Disagreement | undefined {
  const { arn, account, type, name } = principal;
  const given = record['resourceType'] ?? undefined;
  const givenType = given === undefined ? type : resourceTypes.get(textOf(given) ?? '');
  if (givenType === type) return undefined;
  const other = principalOf(`${arn.slice(0, arn.indexOf(account))}${account}:${givenType}/${name}`);
  return {
    doubt: say('{0} and {1} disagree', 'resource', 'resourceType'),
    principals: other === undefined ? [principal] : [principal, other],
  };
}
