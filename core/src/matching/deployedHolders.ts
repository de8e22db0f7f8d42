/** The holders of a policy by what was deployed, and by names that were generated. */
import type { Attachment, PrincipalName, UnclearAttachment } from '../policy/subject.ts';
import { joined, say, type Message } from '../text/message.ts';
import { inAccount, statedAccounts } from './accounts.ts';
import type { MatchInput, Unconfirmed } from './match.ts';
import { isMeant } from './matchedPrincipal.ts';
import { nameHolders, type Naming } from './nameHolders.ts';
import { namedBy } from './objection.ts';
import { listed } from './wording.ts';

/** The holders with their names as deployed. */
export function deployedHolders({ attachment, deployments, index }: MatchInput): Naming {
  if (deployments === undefined) return { kind: 'attachment', attachment, named: [] };
  const naming = nameHolders(attachment, deployments.namesOf);
  if (naming.kind === 'contradicted') return naming;
  const named = naming.attachment;
  const [first] = named.kind === 'unclear' ? (named.unnamed ?? []) : [];
  const about = first && deployments.reasonAbout(first);
  const isChanged = named !== attachment;
  const broken = isChanged || first !== undefined ? index.brokenDeployment : undefined;
  return { ...naming, attachment: withReason(named, broken ?? about) };
}

/** The attachment with another reason for which its holders are unclear; if they were not, they are now. */
function withReason(attachment: Attachment, reason: Message | undefined): Attachment {
  if (reason === undefined) return attachment;
  if (attachment.kind === 'unclear') return { ...attachment, reason: say('{0}; {1}', attachment.reason, reason) };
  return attachment.kind === 'attached' ? unclear(reason, attachment.to) : attachment;
}

/** The holders with all those that the policy is attached to, or bounds, as deployed. They hold it whoever says so. */
export function withDeployedHolders(
  attachment: Attachment,
  { resource, deployments }: Pick<MatchInput, 'resource' | 'deployments'>,
): Attachment {
  if (resource === undefined || deployments === undefined) return attachment;
  const { principals, groups } = deployments.heldBy(resource);
  if (attachment.kind !== 'attached' && attachment.kind !== 'unclear') return attachment;
  const known = namedBy(attachment);
  const others = principals.filter((one) => !known.some((holder) => isMeant(holder, one)));
  const [group] = groups;
  if (group !== undefined) {
    const reason = say('it is attached to the group {0} as deployed, whose members are not known', group);
    return unclear(reason, [...known, ...others]);
  }
  if (others.length === 0) return attachment;
  return attachment.kind === 'attached'
    ? { ...attachment, to: [...known, ...others] }
    : { ...attachment, named: [...known, ...others] };
}

/** The holders with names that CloudFormation may have generated for them, if findings have such names. */
export function generatedHolders(
  input: MatchInput,
  attachment: UnclearAttachment,
): { readonly attachment: Attachment; readonly unconfirmed: Unconfirmed } | undefined {
  const { index, generatedFor } = input;
  if (generatedFor === undefined || index.brokenDeployment !== undefined) return undefined;
  const stated = statedAccounts(input);
  const names: Unconfirmed['names'][number][] = [];
  const naming = nameHolders(attachment, (holder) => {
    const principals = inAccount(generatedFor(holder), stated).principals;
    if (principals.length === 0) return undefined;
    names.push({ resource: holder.resource, arns: principals.map(({ arn }) => arn) });
    return { principals, why: byGeneratedName };
  });
  if (naming.kind === 'contradicted' || naming.attachment.kind !== 'attached') return undefined;
  const who = names.map(({ resource, arns }) => say('{0} is {1}', resource, listed(arns)));
  return {
    attachment: naming.attachment,
    unconfirmed: {
      reason: say('the holders are matched by their generated names: confirm that {0}', joined(who, ', ')),
      names,
    },
  };
}

const byGeneratedName = say('by the generated name');

/** Not all holders of a policy are known, for this reason. */
function unclear(reason: Message, named: readonly PrincipalName[]): UnclearAttachment {
  return { kind: 'unclear', reason, named };
}
