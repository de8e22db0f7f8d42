/** The policies of an organization about permissions. They grant nothing, and only limit what may be granted. */
import type { PolicySubject } from '../../policy/subject.ts';
import { say, type Message } from '../../text/message.ts';

/**
 * The subject of a policy of an organization, by its type (Organizations API Reference, "PolicySummary"); `undefined`
 * for types that are not about permissions.
 */
export function organizationSubject(type: string | undefined): PolicySubject | undefined {
  return type === undefined ? undefined : subjects.get(type);
}

const limiting = (reason: Message): PolicySubject => ({ attachment: { kind: 'no-principal', reason } });

const subjects: ReadonlyMap<string, PolicySubject> = new Map([
  [
    'SERVICE_CONTROL_POLICY',
    {
      ...limiting(say('it is a service control policy, to which no finding applies')),
      policyType: { kind: 'service-control' },
    },
  ],
  ['RESOURCE_CONTROL_POLICY', limiting(say('it is a resource control policy, to which no finding applies'))],
]);
