import type { Policy } from '../policy/model.ts';
import { policyAt } from '../policy/policyAt.ts';
import { readJson, type JsonNode } from '../text/jsonNode.ts';
import { policiesInOutput } from './awsOutput.ts';
import { policiesInTemplate } from './cloudFormation.ts';
import type { Host, HostReading } from './host.ts';
import { rereadStatement } from './reread.ts';

/** A JSON document, with or without comments: a policy itself, what the AWS CLI prints of policies, or a CloudFormation template. */
export const jsonHost: Host = {
  read: (text, before) => (before && rereadStatement(text, before)) ?? readWhole(text),
  encode: (action) => JSON.stringify(action),
};

function readWhole(text: string): HostReading {
  const { root, errors } = readJson(text);
  const reading = policyAt(root);
  const own = reading.kind === 'policy' ? [reading.policy] : undefined;
  return {
    policies: own ?? (reading.kind === 'no-policy' && root !== undefined ? policiesInside(root) : []),
    errors,
    isResourceBased: reading.kind === 'resource-based',
    unread: [],
  };
}

/** The policies that stand inside a document, in its order. Trust policies and bucket policies are left out. */
function policiesInside(root: JsonNode): Policy[] {
  const placed = policiesInOutput(root) ?? policiesInTemplate(root) ?? [];
  return placed
    .flatMap(({ node, subject }) => {
      const reading = policyAt(node, subject);
      return reading.kind === 'policy' ? [reading.policy] : [];
    })
    .toSorted((a, b) => a.span.offset - b.span.offset);
}
