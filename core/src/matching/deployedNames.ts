/** Finds the deployments of a document, and who its resources are in them. */
import type { DeployedPrincipal, Deployment } from '../findings/deployment.ts';
import type { DeclaredResources, PrincipalName, UnnamedHolder } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf } from './fileNames.ts';
import type { FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import type { DeployedNames } from './nameHolders.ts';
import { listed } from './wording.ts';

/** The deployments of a document. */
export interface Deployments {
  /** Who a holder is; `undefined` if no deployment tells. */
  readonly namesOf: (holder: UnnamedHolder) => DeployedNames | undefined;
  /** Who else holds a policy resource, as deployed; `groups`: groups whose members are not all known. */
  readonly heldBy: (resource: string) => {
    readonly principals: readonly PrincipalName[];
    readonly groups: readonly string[];
  };
  /** Why a holder that deployments list is not named by them. */
  readonly reasonAbout: (holder: UnnamedHolder) => Message | undefined;
}

/** Finds the deployments of the documents that are matched. Those of one document are found once. */
export function createDeployments(index: FindingsIndex): (declared: DeclaredResources | undefined) => Deployments {
  const known = new WeakMap<DeclaredResources, Deployments>();
  return (declared) => {
    if (declared === undefined || index.deployments.length === 0) return none;
    const found = known.get(declared) ?? deploymentsOf(declared, index);
    known.set(declared, found);
    return found;
  };
}

const none: Deployments = {
  namesOf: () => undefined,
  heldBy: () => ({ principals: [], groups: [] }),
  reasonAbout: () => undefined,
};

function deploymentsOf(declared: DeclaredResources, index: FindingsIndex): Deployments {
  const compared = index.deployments.map((filed) => ({
    ...filed,
    difference: differenceOf(filed.deployment, declared),
  }));
  const fitting = compared.filter(({ difference }) => difference === undefined);
  const others = compared.filter(({ difference }) => difference !== undefined);
  const cutOff = fitting.find(({ deployment }) => deployment.isCutOff);
  return {
    namesOf(holder) {
      const hits = fitting.flatMap((filed) => {
        const principals = principalsIn(filed.deployment, holder);
        return principals.length === 0 ? [] : [{ filed, principals }];
      });
      // A deployment that is not completely known may have made the holder as well.
      const isMissing = hits.length === 0 || fitting.some(({ deployment }) => mayHide(deployment, holder));
      if (isMissing) return undefined;
      return {
        principals: hits.flatMap(({ filed, principals }) =>
          principals.map((one) => placed(one, filed.deployment, index)),
        ),
        why: say('by {0}', listed([...new Set(hits.map(({ filed }) => fileNameOf(filed.file)))])),
      };
    },
    heldBy(resource) {
      const found = fitting.flatMap(({ deployment }) =>
        deployment.resources.filter(({ id }) => id === resource).map((one) => ({ deployment, one })),
      );
      return {
        principals: found.flatMap(({ deployment, one }) =>
          (one.heldBy ?? []).map((holder) => ({ type: holder.type, ...placed(holder, deployment, index) })),
        ),
        groups: found.flatMap(({ one }) => one.heldByGroups ?? []),
      };
    },
    reasonAbout(holder) {
      if (cutOff !== undefined && mayHide(cutOff.deployment, holder))
        return say('{0} is cut off, so it does not list all resources', fileNameOf(cutOff.file));
      const other = others.find(({ deployment }) => principalsIn(deployment, holder).length > 0);
      return (
        other?.difference &&
        say(
          '{0} lists {1}, but is of another template or version: {2}',
          fileNameOf(other.file),
          holder.resource,
          other.difference,
        )
      );
    },
  };
}

function mayHide(deployment: Deployment, holder: UnnamedHolder): boolean {
  return deployment.isCutOff && principalsIn(deployment, holder).length === 0;
}

function principalsIn(
  { resources }: Deployment,
  { type, resource, deployedAs }: UnnamedHolder,
): readonly DeployedPrincipal[] {
  const id = deployedAs ?? resource;
  return resources.flatMap((one) =>
    one.id === id ? (one.principals ?? []).filter((principal) => principal.type === type) : [],
  );
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

/**
 * The first difference between what was deployed and what a document declares, which shows that the deployment is of
 * another document, or of another version of it; `undefined` if there is none. Nothing is concluded from what is absent
 * in a deployment that is not completely known.
 */
export function differenceOf({ resources, isCutOff }: Deployment, declared: DeclaredResources): Message | undefined {
  for (const { id, type } of resources) {
    const expected = declared.resources.get(id);
    if (expected === undefined) {
      if (!mayBeMade(id, declared)) return say('{0} is only there', id);
    } else if (expected.type !== undefined && expected.type !== type) return say('{0} is of type {1} there', id, type);
  }
  if (isCutOff) return undefined;
  const ids = new Set(resources.map(({ id }) => id));
  for (const [id, { mayBeMissing }] of declared.resources)
    if (!mayBeMissing && !ids.has(id)) return say('{0} is missing there', id);
  return undefined;
}

/** May a resource be made although the document does not declare it? (SAM specification, "Generated resources".) */
function mayBeMade(id: string, { resources, others }: DeclaredResources): boolean {
  if (others !== 'of-sam') return others === 'any';
  return /^(?:Serverless|CodeDeploy)/.test(id) || [...resources.keys()].some((declared) => id.startsWith(declared));
}
