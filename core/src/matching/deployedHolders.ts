/** The holders of a policy by what was deployed, and by names that were generated. */
import type { Attachment, PrincipalName, UnclearAttachment, UnnamedHolder } from '../policy/subject.ts';
import { principalOf, type Principal } from '../findings/model.ts';
import { joined, say, type Message } from '../text/message.ts';
import { inAccount, statedAccounts, type StatedAccount } from './accounts.ts';
import type { MatchInput, Unconfirmed } from './match.ts';
import { isMeant } from './matchedPrincipal.ts';
import { nameHolders, type DeployedNames, type Naming } from './nameHolders.ts';
import { namedBy } from './objection.ts';
import { listed } from './wording.ts';

/**
 * The holders with their names as deployed. Where a deployment of the document tells who a holder is, others that may be
 * it as well count beside: of deployments of another version, and by their generated names.
 */
export function deployedHolders(input: MatchInput): Naming {
  const { attachment, deployments } = input;
  if (deployments === undefined) return { kind: 'attachment', attachment, named: [] };
  const stated = statedAccounts(input);
  const naming = nameHolders(attachment, (holder) => {
    const { own, likely, others, areAll } = deployments.namesOf(holder);
    if (!areAll || own === undefined) return undefined;
    const generated = { principals: notOthers(input.generatedFor, holder, input, stated), why: byGeneratedName };
    const computed = { principals: notOthers(input.computedFor, holder, input, stated), why: byComputedName };
    return withOthers(own, [inStated(likely, stated), inStated(others, stated), generated, computed]);
  });
  if (naming.kind === 'contradicted') return naming;
  const named = naming.attachment;
  const [first] = named.kind === 'unclear' ? (named.unnamed ?? []) : [];
  const about = first && deployments.reasonAbout(first);
  const isChanged = named !== attachment;
  const unread = isChanged || first !== undefined ? deployments.unread : undefined;
  return { ...naming, attachment: withReason(named, unread ?? about) };
}

function withOthers(names: DeployedNames, others: readonly (DeployedNames | undefined)[]): DeployedNames {
  return others.reduce<DeployedNames>((all, more) => {
    // A name without an account stands for whoever has it.
    const known = new Set(all.principals.map(({ name, arn }) => arn ?? name));
    const added = more?.principals.filter(({ name, arn }) => !known.has(name) && !known.has(arn ?? name)) ?? [];
    if (more === undefined || added.length === 0) return all;
    return { principals: [...all.principals, ...added], why: say('{0}, perhaps {1}', all.why, more.why) };
  }, names);
}

/** Without the principals of other accounts than those that are stated for the file. */
function inStated(names: DeployedNames | undefined, stated: readonly StatedAccount[]): DeployedNames | undefined {
  return (
    names && {
      ...names,
      principals: names.principals.filter(({ arn = '' }) => {
        const account = principalOf(arn)?.account;
        return account === undefined || stated.every((one) => one.account === account);
      }),
    }
  );
}

/** Those that are found for a holder and that no deployment lists as another resource. */
function notOthers(
  find: MatchInput['generatedFor'],
  holder: UnnamedHolder,
  { deployments }: MatchInput,
  stated: readonly StatedAccount[],
): readonly Principal[] {
  const found = find?.(holder) ?? [];
  return inAccount(
    found.filter((principal) => deployments?.isOther(principal, holder) !== true),
    stated,
  ).principals;
}

/** The attachment with another reason for which its holders are unclear; if they were not, they are now. */
function withReason(attachment: Attachment, reason: Message | undefined): Attachment {
  if (reason === undefined) return attachment;
  if (attachment.kind === 'unclear') return { ...attachment, reason: say('{0}; {1}', attachment.reason, reason) };
  return attachment.kind === 'attached' ? { kind: 'unclear', reason, named: attachment.to } : attachment;
}

/** The holders with all those that the policy is attached to, or bounds, as deployed. They hold it whoever says so. */
export function withDeployedHolders(
  attachment: Attachment,
  {
    resource,
    resources = resource === undefined ? [] : [resource],
    deployments,
  }: Pick<MatchInput, 'resource' | 'resources' | 'deployments'>,
): Attachment {
  if (deployments === undefined || (attachment.kind !== 'attached' && attachment.kind !== 'unclear')) return attachment;
  const { principals, groups, doubt } = deployments.heldBy(resources);
  const known = namedBy(attachment);
  const others = principals.filter((one) => !known.some((holder) => isMeant(holder, one)));
  const all = others.length === 0 ? known : [...known, ...others];
  const [group] = groups;
  if (doubt !== undefined) return { ...opened(attachment, doubt, all), isDoubted: true };
  if (group !== undefined)
    return {
      ...opened(
        attachment,
        say('it is attached to the group {0} as deployed, whose members are not known', group),
        all,
      ),
      group,
    };
  if (others.length === 0) return attachment;
  return attachment.kind === 'attached' ? { ...attachment, to: all } : { ...attachment, named: all };
}

/** Not all holders of a policy are known, for this reason. */
function opened(attachment: Attachment, reason: Message, named: readonly PrincipalName[]): UnclearAttachment {
  const before = attachment.kind === 'unclear' ? attachment : undefined;
  return { ...before, kind: 'unclear', reason, named, unnamed: undefined };
}

/**
 * The holders with names that are a guess: those that CloudFormation may have generated for them, if findings have such
 * names, and those in states that may be of another module.
 */
export function generatedHolders(
  input: MatchInput,
  attachment: UnclearAttachment,
): { readonly attachment: Attachment; readonly unconfirmed: Unconfirmed } | undefined {
  const { deployments } = input;
  if (deployments?.unread !== undefined) return undefined;
  const stated = statedAccounts(input);
  const names: Unconfirmed['names'][number][] = [];
  let isOfOtherModule = false;
  const naming = nameHolders(attachment, (holder) => {
    const { own, likely, others, areAll = true } = deployments?.namesOf(holder) ?? {};
    const generated = {
      principals: areAll ? notOthers(input.generatedFor, holder, input, stated) : [],
      why: byGeneratedName,
    };
    const guessed = guess(generated, areAll ? inStated(likely, stated) : undefined);
    if (guessed.principals.length === 0) return undefined;
    const beside = [own, inStated(others, stated)].map((more) => more && withoutNamed(more, generated.principals));
    const all = withOthers(guessed, beside);
    const arns = all.principals.flatMap(({ arn }) => arn ?? []);
    // What is confirmed must name all of them.
    if (arns.length < all.principals.length) return undefined;
    names.push({ resource: holder.resource, arns });
    isOfOtherModule ||= likely !== undefined;
    return all;
  });
  if (naming.kind === 'contradicted' || naming.attachment.kind !== 'attached') return undefined;
  const who = names.map(({ resource, arns }) => say('{0} is {1}', resource, listed(arns)));
  return {
    attachment: naming.attachment,
    unconfirmed: {
      reason: say('the holders are a guess by names as deployed: confirm that {0}', joined(who, ', ')),
      names,
      ...(isOfOtherModule ? { isOfOtherModule } : {}),
    },
  };
}

/** Generated names, and those in states beside; each alone if the other has none. */
function guess(generated: DeployedNames, inStates: DeployedNames | undefined): DeployedNames {
  if (inStates === undefined) return generated;
  return generated.principals.length === 0 ? inStates : withOthers(generated, [inStates]);
}

/** Without names that generated ones complete: no two of these are the same. */
function withoutNamed(names: DeployedNames, generated: readonly Principal[]): DeployedNames {
  const known = new Set(generated.map(({ name }) => name));
  return { ...names, principals: names.principals.filter(({ name, arn }) => arn !== undefined || !known.has(name)) };
}

const byGeneratedName = say('by the generated name');
const byComputedName = say('by the computed name');
