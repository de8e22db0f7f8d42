/** Tells whether a deployment is of a document. */
import type { Deployment } from '../findings/deployment.ts';
import type { DeclaredResources } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';

/**
 * The first difference between what was deployed and what a document declares, which shows that the deployment is of
 * another document, or of another version of it; `undefined` if there is none. Nothing is concluded from what is absent
 * in a deployment that is not completely known.
 */
export function differenceOf({ resources, isCutOff }: Deployment, declared: DeclaredResources): Message | undefined {
  for (const { id, type, isLeaving } of resources) {
    const expected = declared.resources.get(id);
    if (expected === undefined) {
      if (isLeaving !== true && !mayBeMade(id, declared)) return say('{0} is only there', id);
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
