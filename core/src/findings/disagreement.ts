/** Detects findings whose `resource` and `resourceType` disagree, so that their principal is not known. */
import { textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { principalOf, type Principal } from './model.ts';

/** The type in the ARN of a resource by its `resourceType` (Access Analyzer API Reference, "FindingSummaryV2"). */
const resourceTypes: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::Role', 'role'],
  ['AWS::IAM::User', 'user'],
]);

/** Why the principal of a finding is not known, and all principals that it may be. */
export interface Disagreement {
  readonly doubt: Message;
  readonly principals: readonly Principal[];
}

/**
 * The disagreement between a principal and the `resourceType` of its finding; `undefined` if they agree. `record` is in
 * the usual spelling. An absent or null `resourceType` agrees.
 */
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
