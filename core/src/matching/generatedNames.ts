/**
 * The names that CloudFormation generates for roles and users: `STACK-LOGICALID-SUFFIX`. The logical id is cut where the
 * name would have more than 64 characters. (CloudFormation User Guide, "Name type"; as observed.)
 */
import { principalOf, type Principal } from '../findings/model.ts';
import type { UnnamedHolder } from '../policy/subject.ts';
import { memoise } from '../memo.ts';
import type { FindingsIndex } from './filedFindings.ts';
import { matchesNamePattern } from './matchedPrincipal.ts';

const generated = /^[A-Za-z][A-Za-z0-9-]*-([A-Za-z0-9]+)-([A-Za-z0-9]{12,13})$/;

/** The most characters of the name of a role or user (IAM User Guide, "IAM and AWS STS quotas"). */
const mostCharacters = 64;

/** The logical id in a generated name, perhaps cut; `undefined` for any other name. */
export function logicalIdIn(name: string): { readonly id: string; readonly mayBeCut: boolean } | undefined {
  const [, id, suffix = ''] = generated.exec(name) ?? [];
  return id === undefined || !isRandom(suffix) ? undefined : { id, mayBeCut: name.length >= mostCharacters - 1 };
}

/** A suffix has capitals, with digits or more of them; a word that somebody chose has neither. */
function isRandom(suffix: string): boolean {
  return /[A-Z]/.test(suffix) && !/^[A-Z][a-z]+$/.test(suffix);
}

/**
 * Finds the principals with a finding whose name was generated for a resource. They have a finding whether it counts or
 * not: a role whose finding is archived holds the policy as well. Sorted by ARN.
 */
export function createGeneratedNames(index: FindingsIndex): (holder: UnnamedHolder) => readonly Principal[] {
  let whole: Map<string, Principal[]> | undefined;
  const cut: (readonly [id: string, principal: Principal])[] = [];
  const sort = (): Map<string, Principal[]> => {
    const byId = new Map<string, Principal[]>();
    for (const principal of index.everybody()) {
      const found = logicalIdIn(principal.name);
      if (found === undefined) continue;
      const known = byId.get(found.id);
      if (known === undefined) byId.set(found.id, [principal]);
      else known.push(principal);
      if (found.mayBeCut) cut.push([found.id, principal]);
    }
    return byId;
  };
  return ({ type, resource, deployedAs, pattern }) => {
    // CloudFormation generates no part of a name that the template computes.
    if (pattern !== '*') return [];
    whole ??= sort();
    const id = deployedAs ?? resource;
    const shortened = cut.flatMap(([start, principal]) => (start !== id && id.startsWith(start) ? [principal] : []));
    return [...(whole.get(id) ?? []), ...shortened]
      .filter(({ arn }) => principalOf(arn)?.type === type)
      .toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  };
}

/** The fewest characters of a pattern that tell something: `-app`. */
const fewestCharacters = 4;

/**
 * Finds the principals with a finding whose name is as a document computes it, such as `*-app`: they may be the same role
 * in deployments that no list shows. A pattern with next to no characters fits anybody, and finds none. Sorted by ARN.
 */
export function createComputedNames(index: FindingsIndex): (holder: UnnamedHolder) => readonly Principal[] {
  const finder = (type: UnnamedHolder['type']): ((pattern: string) => readonly Principal[]) =>
    memoise((pattern) =>
      index
        .everybody()
        .filter((one) => matchesNamePattern({ type, pattern }, one))
        .toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
    );
  const finders = { role: finder('role'), user: finder('user') };
  return ({ type, pattern }) => (pattern.replaceAll('*', '').length < fewestCharacters ? [] : finders[type](pattern));
}
