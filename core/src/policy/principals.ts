/** Principals as documents name them. */
import type { PrincipalName } from './subject.ts';

/** Each principal once, by its ARN, or by type and name if the document does not give the ARN. */
export function distinctPrincipals(principals: readonly PrincipalName[]): PrincipalName[] {
  return [
    ...new Map(
      principals.map((principal) => [principal.arn ?? `${principal.type} ${principal.name}`, principal]),
    ).values(),
  ];
}
