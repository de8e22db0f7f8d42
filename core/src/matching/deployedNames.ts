/** Who the resources of a document are in its deployments, and who else holds its policies. */
import type { DeployedPrincipal, Deployment } from '../findings/deployment.ts';
import type { DeclaredResources, PrincipalName, UnnamedHolder } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { differenceOf } from './deployedDifference.ts';
import {
  indexDeployments,
  isPrincipal,
  policyNameIn,
  type DeployedIndex,
  type FiledResource,
} from './deployedIndex.ts';
import { fileNameOf, folderOf } from './fileNames.ts';
import type { FiledDeployment, FindingsIndex } from './filedFindings.ts';
import { matchesNamePattern, type MatchedPrincipal } from './matchedPrincipal.ts';
import type { DeployedNames } from './nameHolders.ts';
import { listed } from './wording.ts';

/** The deployments of a document. */
export interface Deployments {
  /** Who a holder is. */
  readonly namesOf: (holder: UnnamedHolder) => ListedNames;
  /** Is the principal another resource, of whatever document? */
  readonly isOther: (principal: MatchedPrincipal, holder: UnnamedHolder) => boolean;
  /** Who else holds a policy, as deployed. `resources`: the policy resources of the document that are it. */
  readonly heldBy: (resources: readonly string[]) => DeployedHolders;
  /** Why a holder that deployments list is not named by them. */
  readonly reasonAbout: (holder: UnnamedHolder) => Message | undefined;
  /** Why there may be more deployments of the document. */
  readonly unread?: Message | undefined;
}

/** Who a holder is in the deployments that list it. */
export interface ListedNames {
  /** In the deployments of the document. */
  readonly own?: DeployedNames | undefined;
  /** In states that fit the document, but may be of another root module, or of one of several calls of the module. */
  readonly likely?: DeployedNames | undefined;
  /** In deployments that may be of another version of the document, or of another document. */
  readonly others?: DeployedNames | undefined;
  /** One of the deployments does not tell, so there may be more. */
  readonly areAll: boolean;
}

/** The holders of a policy as deployed. */
export interface DeployedHolders {
  readonly principals: readonly PrincipalName[];
  /** Groups whose members are not all known. */
  readonly groups: readonly string[];
  /** Why there may be more. */
  readonly doubt?: Message | undefined;
}

/**
 * Finds the deployments of the documents that are matched. Those of one document are found once. `folder`: that of the
 * document.
 */
export function createDeployments(
  index: FindingsIndex,
): (declared: DeclaredResources | undefined, folder: string) => Deployments {
  const known = new WeakMap<DeclaredResources, Deployments>();
  let deployed: DeployedIndex | undefined;
  return (declared, folder) => {
    if (declared === undefined || (index.deployments.length === 0 && index.brokenDeployment === undefined)) return none;
    deployed ??= indexDeployments(index);
    const found = known.get(declared) ?? deploymentsOf(declared, { deployed, folder, index });
    known.set(declared, found);
    return found;
  };
}

const none: Deployments = {
  namesOf: () => ({ areAll: true }),
  isOther: () => false,
  heldBy: () => ({ principals: [], groups: [] }),
  reasonAbout: () => undefined,
};

function deploymentsOf(
  declared: DeclaredResources,
  {
    deployed,
    folder,
    index,
  }: { readonly deployed: DeployedIndex; readonly folder: string; readonly index: FindingsIndex },
): Deployments {
  const differences = new Map<Deployment, Message | undefined>();
  const difference = ({ deployment }: FiledDeployment): Message | undefined => {
    if (!differences.has(deployment)) differences.set(deployment, differenceOf(deployment, declared));
    return differences.get(deployment);
  };
  const isOfDocument = (filed: FiledDeployment): boolean => difference(filed) === undefined;
  // One that shares nothing with the document is no version of it.
  const shares = ({ deployment }: FiledDeployment): boolean =>
    deployment.resources.some(({ id, type }) => {
      const expected = declared.resources.get(id);
      return expected !== undefined && (expected.type === undefined || expected.type === type);
    });
  const cutOff = deployed.cutOff.filter(
    (filed) => mayBeNamed(filed, declared) && (shares(filed) || isOfDocument(filed)),
  );
  const listing = (holder: UnnamedHolder): readonly FiledResource[] =>
    deployed.withId(idOf(holder)).filter((one) => isPrincipal(one, holder.type) && mayBeNamed(one, declared));
  /** A deployment that may have made the holder, and does not tell who it is. */
  const hiding = (holder: UnnamedHolder): { readonly file: string; readonly isCutOff: boolean } | undefined => {
    const all = listing(holder);
    const unclear = all.find(({ resource }) => resource.isUnclear === true);
    if (unclear !== undefined) return { file: unclear.file, isCutOff: false };
    const page = cutOff.find(({ deployment }) => !all.some((one) => one.deployment === deployment));
    return page && { file: page.file, isCutOff: true };
  };
  const namesIn = (found: readonly FiledResource[]): DeployedNames | undefined => {
    const principals = found.flatMap(({ resource, deployment }) =>
      (resource.principals ?? []).map((one) => placed(one, deployment, index)),
    );
    return principals.length === 0 ? undefined : { principals, why: say('by {0}', filesOf(found)) };
  };
  return {
    namesOf(holder) {
      const all = listing(holder);
      const fitting = all.filter(isOfDocument);
      return {
        own: namesIn(fitting.filter((one) => isInPlace(one, folder))),
        likely: namesIn(fitting.filter((one) => !isInPlace(one, folder))),
        others: namesIn(all.filter((one) => !isOfDocument(one))),
        areAll: hiding(holder) === undefined,
      };
    },
    isOther({ name }, holder) {
      const ids = deployed.idsOf(holder.type, name);
      return ids.size > 0 && !ids.has(idOf(holder));
    },
    heldBy: declared.isInState === true ? (resources) => heldBy(resources, { declared, deployed, index }) : none.heldBy,
    reasonAbout(holder) {
      const hides = hiding(holder);
      if (hides?.isCutOff === true)
        return say('{0} is cut off, so it does not list all resources', fileNameOf(hides.file));
      if (hides !== undefined)
        return say('{0} lists {1} without a name that is understood', fileNameOf(hides.file), holder.resource);
      return whyNotOwn(holder, listing(holder), { difference, folder });
    },
    unread: deployed.unread(declared.isInState === true ? 'state' : 'stack'),
  };
}

/** May a deployment be of a document, by the name of the stack? */
function mayBeNamed({ deployment: { kind, name } }: FiledDeployment, { stackName }: DeclaredResources): boolean {
  if (stackName === undefined || kind !== 'stack' || name === undefined) return true;
  return matchesNamePattern({ type: 'role', pattern: stackName }, { name });
}

/** Why deployments that list a holder do not tell for certain who it is. */
function whyNotOwn(
  { resource }: UnnamedHolder,
  all: readonly FiledResource[],
  {
    difference,
    folder,
  }: { readonly difference: (filed: FiledDeployment) => Message | undefined; readonly folder: string },
): Message | undefined {
  for (const one of all) {
    const found = difference(one);
    if (found !== undefined)
      return say('{0} lists {1}, but is of another template or version: {2}', fileNameOf(one.file), resource, found);
  }
  const elsewhere = all.find((one) => !isInPlace(one, folder));
  return elsewhere && say('{0} lists {1}, but may be of another module', fileNameOf(elsewhere.file), resource);
}

/**
 * Is a deployment where it must be that of the document? A state is that of the root module in whose folder it is, also
 * in those that Terraform makes for workspaces. What is called as a module may be called from elsewhere, too.
 */
function isInPlace({ file, deployment }: FiledDeployment, folder: string): boolean {
  if (deployment.kind === 'stack') return true;
  const root = folderOf(file).replace(/\/terraform\.tfstate\.d\/[^/]+$/, '');
  return deployment.name === undefined && root === folder;
}

function idOf({ resource, deployedAs }: UnnamedHolder): string {
  return deployedAs ?? resource;
}

function filesOf(found: readonly FiledDeployment[]): ReturnType<typeof listed> {
  return listed([...new Set(found.map(({ file }) => fileNameOf(file)))]);
}

/** The policy resources of Terraform to which a state may show more holders than the configuration. */
const mayBeHeldByMore = /^aws_iam_(?:group_)?policy\./;

/** Who holds a policy by any state: attached by its ARN, or by its name if the document gives that. */
function heldBy(
  resources: readonly string[],
  {
    declared,
    deployed,
    index,
  }: { readonly declared: DeclaredResources; readonly deployed: DeployedIndex; readonly index: FindingsIndex },
): DeployedHolders {
  const concerned = resources.filter((id) => mayBeHeldByMore.test(id));
  if (concerned.length === 0) return none.heldBy([]);
  const found = concerned.map((id) => {
    const patterns = declared.policies?.get(id) ?? ['*'];
    // A policy with another name than that in the document is another one.
    const isNamedSo = (arn: string): boolean =>
      patterns.some((pattern) => matchesNamePattern({ type: 'role', pattern }, { name: policyNameIn(arn) }));
    const all = deployed.withId(id);
    const arns = all.flatMap(({ resource: { policies = [] } }) => policies.filter(isNamedSo));
    const byName = patterns.filter((pattern) => !pattern.includes('*')).flatMap(deployed.ofPolicyNamed);
    return {
      attachments: [...arns.flatMap(deployed.ofPolicy), ...byName],
      groups: all.flatMap(({ resource }) => resource.groups ?? []),
      unclear: all.find(({ resource }) => resource.isUnclear === true),
    };
  });
  const attachments = found.flatMap((one) => one.attachments);
  const unclear = found.find((one) => one.unclear !== undefined)?.unclear;
  const unknown = attachments.find(({ attachment }) => attachment.unclear !== undefined);
  return {
    principals: attachments.flatMap(({ attachment, deployment }) =>
      (attachment.principals ?? []).map((one) => ({
        type: one.type,
        ...placed(one, { ...deployment, ...accountOf(attachment.policy) }, index),
      })),
    ),
    groups: [
      ...found.flatMap((one) => one.groups),
      ...attachments.flatMap(({ attachment }) => attachment.groups ?? []),
    ],
    doubt:
      deployed.unread('state') ??
      deployed.unclearAttachment ??
      (unclear && say('{1} in {0} is not understood', fileNameOf(unclear.file), unclear.resource.id)) ??
      (unknown &&
        say(
          '{1} in {0} gives it to principals that are not known',
          fileNameOf(unknown.file),
          unknown.attachment.unclear ?? '',
        )),
  };
}

/** A policy is attached only to principals of its own account. */
function accountOf(policy: string): Pick<Deployment, 'account' | 'key'> {
  return policy.startsWith('arn:') ? { account: policy.split(':')[4], key: policy } : {};
}

/** A principal with its ARN, as far as the deployment and the findings tell it. */
function placed(
  { type, name, arn }: DeployedPrincipal,
  { account, key }: Deployment,
  index: FindingsIndex,
): MatchedPrincipal {
  if (arn !== undefined || account === undefined) return { name, arn };
  const candidates = [
    ...index.named(name),
    ...index.setAside(name).map(({ principal }) => principal),
    ...index.namedInBroken(name),
  ];
  const known = candidates.find((one) => one.account === account && one.type === type);
  // Without a finding its path is not known, and does not matter.
  const partition = key?.split(':')[1] ?? 'aws';
  return { name, arn: known?.arn ?? `arn:${partition}:iam::${account}:${type}/${name}` };
}
