/** Reads the number of holders of a policy from the members around it. */
import { memberNode } from '../../findings/spelling.ts';
import { elements, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { noHolders, type NamedHolders } from './holderNames.ts';

/** The number of holders of a policy, or why it is not known. */
export interface CountHint extends NamedHolders {
  readonly count?: number;
  readonly open?: Message;
}

/** A count, as a number or a string. */
export function hintOfCount(value: TreeNode): CountHint {
  const count: unknown = value.value;
  const isCount = typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count));
  if (!isCount)
    return {
      ...noHolders,
      open: say('the number of entities that have this policy is not a number in the document'),
    };
  return Number(count) > 0 ? { ...noHolders, count: Number(count) } : noHolders;
}

/** The count in the description of a policy next to its document; the largest if there are several. */
export function hintOfCounts(value: TreeNode): CountHint {
  const described = value.type === 'array' ? elements(value) : [value];
  const hints = described.map((node) => {
    const [attached, bounded] = ['AttachmentCount', 'PermissionsBoundaryUsageCount'].map((key): CountHint => {
      const count = memberNode(node, key);
      return count === undefined ? noHolders : hintOfCount(count);
    });
    const open = attached?.open ?? bounded?.open;
    return { count: (attached?.count ?? 0) + (bounded?.count ?? 0), ...(open === undefined ? {} : { open }) };
  });
  const count = hints.reduce((most, hint) => Math.max(most, hint.count), 0);
  const open = hints.find((hint) => hint.open !== undefined)?.open;
  if (count === 0 && open === undefined) return noHolders;
  return { ...noHolders, ...(count > 0 ? { count } : {}), ...(open === undefined ? {} : { open }) };
}
