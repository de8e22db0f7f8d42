import { policyAt } from '../policy/policyAt.ts';
import { readJson } from '../text/jsonNode.ts';
import type { Host } from './host.ts';

/** A JSON document, with or without comments, that is a policy itself. */
export const plainJson: Host = {
  read(text) {
    const { root, errors } = readJson(text);
    const reading = policyAt(root);
    return {
      policies: reading.kind === 'policy' ? [reading.policy] : [],
      errors,
      isResourceBased: reading.kind === 'resource-based',
    };
  },
  encode: (action) => JSON.stringify(action),
};
