/** The types of plain scalars: in YAML 1.2 (core schema) and in YAML 1.1, which CloudFormation and Ansible read. */
import type { TreeNode } from '../../text/tree.ts';

/** A type and a value; `ambiguous` if the two versions of YAML differ. */
export type PlainValue = Pick<TreeNode, 'type' | 'value'> | 'ambiguous';

/** The value of a plain scalar. Dates stay as they are written: CloudFormation knows no dates. */
export function plainValue(source: string): PlainValue {
  // Of the words that may be no strings, `false` is the longest.
  if (source.length > 5 && /^[A-Za-z]/.test(source)) return { type: 'string', value: source };
  if (/^(?:|~|null|Null|NULL)$/.test(source)) return { type: 'null', value: null };
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(source))
    return { type: 'boolean', value: source.toLowerCase() === 'true' };
  if (/^[-+]?(?:0|[1-9]\d*|\d+\.\d+)$/.test(source)) return { type: 'number', value: Number(source) };
  return isAmbiguous(source) ? 'ambiguous' : { type: 'string', value: source };
}

/** May one of the two versions read something else than a string? Rather yes too often. */
function isAmbiguous(source: string): boolean {
  if (/^\d{4}-\d\d?-\d\d?$/.test(source)) return false;
  return (
    /^(?:y|n|yes|no|on|off|true|false|null|=|<<|[-+]?\.(?:inf|nan))$/i.test(source) ||
    /^[-+.]*\d[\d_.,:xobeA-Fa-f+-]*$/.test(source)
  );
}
