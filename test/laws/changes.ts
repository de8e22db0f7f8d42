/**
 * Changes to a document or its evidence that must never let more be removed: another holder, evidence of use, one page
 * of several, a value hidden behind an expression. A {@link Chooser} makes the choices in them.
 */
import * as fc from 'fast-check';
import { changedAt, isList, isObject, type Json, type Path } from './json.ts';
import { universe } from './policyDocuments.ts';
import type { Situation } from './situation.ts';
import { principals, type EvidenceModel } from './evidence.ts';

/** Makes choices by numbers that were drawn before, so that a failure can be repeated and made smaller. */
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
  /** The situation after the change; `undefined` if the change is not possible there. */
  readonly made: (situation: Situation, choose: Chooser) => Situation | undefined;
}

/** The situation with another value at a place in its document. */
export function withDocument(
  situation: Situation,
  path: Path,
  by: (old: Json | undefined) => Json | undefined,
): Situation {
  const document = changedAt(situation.document, path, by);
  return isObject(document) ? { ...situation, document } : situation;
}

/** Adds a value to a list. A value that is not a list becomes a list of two. */
export function withOneMore(more: Json): (old: Json | undefined) => Json {
  return (old) => (isList(old) ? [...old, more] : old === undefined ? [more] : { 'Fn::If': ['C', old, [more]] });
}

const oneOfPrincipals = Object.values(principals);

/** Changes to the evidence, which is not part of the document. */
export const changesOfEvidence: readonly Change[] = [
  {
    name: 'a report shows actions as used',
    made(situation, choose) {
      const action = choose.one(universe);
      const [service = '', name = ''] = action.split(':');
      const model: EvidenceModel = {
        kind: 'report',
        principal: choose.one(oneOfPrincipals),
        id: 'used',
        status: 'ACTIVE',
        services: { [service]: { [name]: false } },
      };
      return { ...situation, evidence: [...situation.evidence, model] };
    },
  },
  {
    name: 'a finding with another id',
    made(situation, choose) {
      const from = choose.one([...situation.evidence, undefined]);
      const services = Object.fromEntries(Object.entries(from?.services ?? {}).filter(() => choose.one([true, false])));
      const model: EvidenceModel = {
        kind: 'finding',
        principal: choose.one(oneOfPrincipals),
        id: 'other',
        status: 'ACTIVE',
        services,
      };
      return { ...situation, evidence: [...situation.evidence, model] };
    },
  },
  {
    name: 'a finding of one is archived',
    made(situation, choose) {
      if (situation.evidence.length === 0) return undefined;
      const archived = choose.one(situation.evidence);
      const others = situation.evidence.filter(({ principal }) => principal === archived.principal);
      // The findings of one of several analyzers are gone. Those of the others still apply.
      return others.length > 1
        ? undefined
        : {
            ...situation,
            evidence: situation.evidence.map((one) => (one === archived ? { ...one, status: 'ARCHIVED' } : one)),
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
