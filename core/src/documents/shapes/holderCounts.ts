/** The counts of those who hold a policy, in the members around it. */
import { memberNode } from '../../findings/spelling.ts';
import { elements, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { nobodyNamed, type NamedHolders } from './holderNames.ts';

/** How many hold a policy, or why that is not known. */
export interface CountWord extends NamedHolders {
  readonly count?: number;
  readonly open?: Message;
}

/** A count, also one that is written as a text. */
export function wordOfCount(value: TreeNode): CountWord {
  const count: unknown = value.value;
  const isCount = typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count));
  if (!isCount)
    return {
      ...nobodyNamed,
      open: say('the number of entities that have this policy is not a number in the document'),
    };
  return Number(count) > 0 ? { ...nobodyNamed, count: Number(count) } : nobodyNamed;
}

/** The counts of a policy that is described beside its document; of several, the largest. */
export function wordOfCounts(value: TreeNode): CountWord {
  const described = value.type === 'array' ? elements(value) : [value];
  const words = described.map((node) => {
    const [attached, bounded] = ['AttachmentCount', 'PermissionsBoundaryUsageCount'].map((key): CountWord => {
      const count = memberNode(node, key);
      return count === undefined ? nobodyNamed : wordOfCount(count);
    });
    const open = attached?.open ?? bounded?.open;
    return { count: (attached?.count ?? 0) + (bounded?.count ?? 0), ...(open === undefined ? {} : { open }) };
  });
  const count = words.reduce((most, word) => Math.max(most, word.count), 0);
  const open = words.find((word) => word.open !== undefined)?.open;
  if (count === 0 && open === undefined) return nobodyNamed;
  return { ...nobodyNamed, ...(count > 0 ? { count } : {}), ...(open === undefined ? {} : { open }) };
}
