/**
 * What may happen to a document or its evidence, and must never let more be removed: another holder, evidence of use, a
 * page of several, a value that is hidden behind an expression. What is chosen is chosen by the numbers of a {@link
 * Chooser}.
 */
import * as fc from 'fast-check';
import { changedAt, isList, isObject, type Json, type Path } from './json.ts';
import { universe } from './policyDocuments.ts';
import type { Situation } from './situation.ts';
import { principals, type WitnessModel } from './witnesses.ts';

/** Chooses by numbers that were drawn before. */
export interface Chooser {
  readonly one: <T>(of: readonly T[]) => T;
}

export const choices: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 1_000_000 }), {
  minLength: 8,
  maxLength: 8,
});

export function chooserOf(numbers: readonly number[]): Chooser {
  let next = 0;
  return {
    one<T>(of: readonly T[]): T {
      const at = (numbers[next++ % numbers.length] ?? 0) % of.length;
      for (const chosen of of.slice(at, at + 1)) return chosen;
      throw new Error('nothing to choose from');
    },
  };
}

export interface Change {
  readonly name: string;
  /** `undefined` where there is no place for it. */
  readonly made: (situation: Situation, choose: Chooser) => Situation | undefined;
}

/** The situation with another value at a place of its document. */
export function withDocument(
  situation: Situation,
  path: Path,
  by: (old: Json | undefined) => Json | undefined,
): Situation {
  const document = changedAt(situation.document, path, by);
  return isObject(document) ? { ...situation, document } : situation;
}

/** A list with one more; what stands there in place of a list becomes one of two. */
export function withOneMore(more: Json): (old: Json | undefined) => Json {
  return (old) => (isList(old) ? [...old, more] : old === undefined ? [more] : { 'Fn::If': ['C', old, [more]] });
}

const oneOfPrincipals = Object.values(principals);

/** Evidence of use, which is no part of the document. */
export const changesOfEvidence: readonly Change[] = [
  {
    name: 'a report shows actions as used',
    made(situation, choose) {
      const action = choose.one(universe);
      const [service = '', name = ''] = action.split(':');
      const witness: WitnessModel = {
        kind: 'report',
        principal: choose.one(oneOfPrincipals),
        id: 'used',
        status: 'ACTIVE',
        services: { [service]: { [name]: false } },
      };
      return { ...situation, witnesses: [...situation.witnesses, witness] };
    },
  },
  {
    name: 'a finding with another id',
    made(situation, choose) {
      const from = choose.one([...situation.witnesses, undefined]);
      const services = Object.fromEntries(Object.entries(from?.services ?? {}).filter(() => choose.one([true, false])));
      const witness: WitnessModel = {
        kind: 'finding',
        principal: choose.one(oneOfPrincipals),
        id: 'other',
        status: 'ACTIVE',
        services,
      };
      return { ...situation, witnesses: [...situation.witnesses, witness] };
    },
  },
  {
    name: 'a finding of one is archived',
    made(situation, choose) {
      if (situation.witnesses.length === 0) return undefined;
      const archived = choose.one(situation.witnesses);
      const others = situation.witnesses.filter(({ principal }) => principal === archived.principal);
      // Of several analyzers one is heard no more: the others say what they say.
      return others.length > 1
        ? undefined
        : {
            ...situation,
            witnesses: situation.witnesses.map((one) => (one === archived ? { ...one, status: 'ARCHIVED' } : one)),
          };
    },
  },
  {
    name: 'a findings file that is broken names somebody',
    made: (situation, choose) => ({
      ...situation,
      files: {
        ...situation.files,
        'broken.finding.json': `{"id": "x", "resource": "${choose.one(oneOfPrincipals)}", "stat`,
      },
    }),
  },
  {
    name: 'something is to be kept',
    made(situation, choose) {
      if (situation.config !== undefined) return undefined;
      const entry = {
        actions: [choose.one([...universe, 's3:*', '*', 's3:Get*'])],
        reason: 'asked for',
        ...choose.one([{}, { principals: [choose.one(oneOfPrincipals)] }]),
      };
      return { ...situation, config: JSON.stringify({ keep: [entry] }) };
    },
  },
  {
    name: 'a folder is named with an account',
    made: (situation, choose) => ({
      ...situation,
      segments: [choose.one(['123456789012', '999999999999']), ...(situation.segments ?? ['template.json'])],
    }),
  },
];
