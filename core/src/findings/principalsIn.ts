import { textsIn } from '../text/jsonValue.ts';
import { arnsIn } from './nameScan.ts';
import { principalOf, type Principal } from './model.ts';

/**
 * The principals that a member may name which should hold one ARN, however deep they stand in it, and whatever stands
 * around an ARN.
 */
export function principalsIn(value: unknown): readonly Principal[] {
  const arns = new Set(textsIn(value).flatMap(arnsIn));
  return [...arns].flatMap((arn) => principalOf(arn) ?? []);
}
