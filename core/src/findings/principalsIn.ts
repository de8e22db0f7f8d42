/** Finds principals in a value of any form. */
import { textsIn } from '../text/jsonValue.ts';
import { arnsIn } from './nameScan.ts';
import { principalOf, type Principal } from './model.ts';

/** All principals whose ARNs occur in the texts of a value, at any depth and with any text around them. */
export function principalsIn(value: unknown): readonly Principal[] {
  const arns = new Set(textsIn(value).flatMap(arnsIn));
  return [...arns].flatMap((arn) => principalOf(arn) ?? []);
}
