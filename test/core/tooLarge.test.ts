import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { jsonSyntax } from '../../core/src/documents/json/jsonSyntax.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, sizesOf, type Analysis, type Problem, type Engine } from '../../core/src/index.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { examined } from '../support/policies.ts';
import { slow } from '../support/slow.ts';

const statement = (action: string, sid: string): object => ({
  Sid: sid,
  Effect: 'Allow',
  Action: action,
  Resource: '*',
});

/** A policy of so many characters. */
function policyOf(action: string, characters: number): { readonly Statement: readonly object[] } {
  const empty = JSON.stringify({ Statement: [statement(action, '')] }).length;
  return { Statement: [statement(action, 'a'.repeat(characters - empty))] };
}

const inShort = (text: string, problems: readonly Problem[]): string[] =>
  problems
    .filter(({ code }) => code === 'policy.too-large')
    .map(({ span, message }) => `${text.slice(0, span.offset).split('\n').length}: ${inWords(message)}`);

suite('the inline policies of one holder share their quota', () => {
  const engine = createEngine(catalogueFromNames([['s3', [{ name: 'GetObject' }]]], 'mine'));
  const said = (document: unknown): string[] => {
    const text = JSON.stringify(document, null, 1);
    return inShort(text, examined(engine, text, new Map()).problems);
  };
  const inline = (characters: number): object => ({
    PolicyName: 'P',
    PolicyDocument: policyOf('s3:GetObject', characters),
  });
  const together = (most: string, of: string): string =>
    `With the inline policies beside it: more than ${most} characters, the quota for ${of}`;

  test('in the details of an account', () => {
    const role = (name: string, ...sizes: readonly number[]): object => ({
      RoleName: name,
      RolePolicyList: sizes.map(inline),
    });
    const group = { GroupName: 'G', GroupPolicyList: [inline(2000), inline(3200)] };
    assert.deepEqual(
      said({ RoleDetailList: [role('A', 5000, 5240), role('B', 5000, 5241)], GroupDetailList: [group] }),
      [
        `40: ${together('10,240', 'all inline policies of a role')}`,
        `73: ${together('5,120', 'all inline policies of a group')}`,
      ],
    );
  });

  test('in a template, also where they are resources of their own', () => {
    const resources = {
      R: { Type: 'AWS::IAM::Role', Properties: { Policies: [inline(6000)] } },
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: policyOf('s3:GetObject', 4241), Roles: [{ Ref: 'R' }] },
      },
      // Of whom these are is computed.
      X: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: policyOf('s3:GetObject', 6000), Roles: [{ 'Fn::ImportValue': 'A' }] },
      },
      Y: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: policyOf('s3:GetObject', 6000), Roles: [{ 'Fn::ImportValue': 'B' }] },
      },
      Other: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: policyOf('s3:GetObject', 4241), Roles: ['Q'] } },
    };
    assert.deepEqual(said({ Resources: resources }), [`10: ${together('10,240', 'all inline policies of a role')}`]);
  });
});

test('a service control policy in a template has its own quota, and nothing of it is refined', () => {
  const engine = createEngine(catalogueOf({ s3: ['GetObject', 'PutObject'] }));
  const template = (characters: number): string =>
    JSON.stringify({
      Resources: {
        P: {
          Type: 'AWS::Organizations::Policy',
          Properties: { Name: 'Bound', Type: 'SERVICE_CONTROL_POLICY', Content: policyOf('s3:GetObject', characters) },
        },
      },
    });
  const said = (text: string): string[] => inShort(text, examined(engine, text, new Map()).problems);
  assert.deepEqual(
    [said(template(10_240)), said(template(10_241))],
    [
      [],
      ['1: This policy has more than 10,240 characters without white space, the quota for a service control policy'],
    ],
  );
  const { subject } = examined(engine, template(1000), new Map()).reading.policies[0] ?? {};
  assert.deepEqual(
    subject?.attachment.kind === 'no-principal' && inWords(subject.attachment.reason),
    'it is a service control policy, to which no finding applies',
  );
});

suite('a policy that is too large when it is refined', () => {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const names = letters.flatMap((letter) => [`Get${letter}Something`, `Get${letter}Somewhere`]);
  const unused = letters.map((letter) => `Get${letter}Somewhere`);
  const said = (
    engine: Engine,
    text: string,
    gone: readonly string[],
  ): { readonly told: string[]; readonly analysis: Analysis } => {
    const analysis = examined(engine, text, unusedOf({ s3: gone }));
    return { told: inShort(text, analysis.problems), analysis };
  };

  const managed = 'the quota for a managed policy is 6,144';

  test('is told before it is refined, with the size of the compact form', () => {
    const engine = createEngine(catalogueOf({ s3: names }));
    const of = (characters: number): string[] =>
      said(engine, JSON.stringify(policyOf('s3:Get*', characters)), unused).told;
    assert.deepEqual(
      [of(5600), of(5700), of(5800), of(6144), of(6145)],
      [
        [],
        [`1: After refining: 6,186 characters without white space; ${managed}; the compact form has 6,108`],
        [
          `1: After refining: 6,286 characters without white space; ${managed}; the compact form has 6,208, also too many`,
        ],
        [
          `1: After refining: 6,630 characters without white space; ${managed}; the compact form has 6,552, also too many`,
        ],
        [],
      ],
    );
  });

  test('is still told when it has been refined, and only then: before, it may be of any type', () => {
    const engine = createEngine(catalogueOf({ s3: names }));
    const text = JSON.stringify(policyOf('s3:Get*', 5800));
    const refined = applyEdits(text, engine.refine(said(engine, text, unused).analysis, { kind: 'file' }).edits) ?? '';
    const tooLarge =
      '1: This policy has more than 6,144 characters without white space, the quota for a managed policy';
    assert.deepEqual(
      [said(engine, refined, unused).told, inShort(refined, examined(engine, refined, unusedOf({})).problems)],
      [[tooLarge], []],
    );
  });

  slow('by its definition: by refining it and counting', () => {
    const name = fc.string({
      unit: fc.constantFrom('Get', 'Put', 'Access', 'Bucket', 'Object'),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 80 }),
        fc.integer({ min: 3000, max: 6200 }),
        fc.nat(),
        (all, size, seed) => {
          const gone = all.filter((_, i) => (seed >> (i % 20)) % 2 === 1);
          fc.pre(gone.length > 0);
          const engine = createEngine(catalogueOf({ s3: all }));
          const text = JSON.stringify(policyOf('s3:*', size), null, seed % 3);
          const { told, analysis } = said(engine, text, gone);
          const refined = applyEdits(text, engine.refine(analysis, { kind: 'file' }).edits) ?? '';
          const [{ after, before } = { after: 0, before: 0 }] = sizesOf(analysis, refined);
          assert.equal(before, jsonSyntax.size(text, { offset: 0, length: text.length }));
          assert.equal(told.length, before <= 6144 && after > 6144 ? 1 : 0, `${before} → ${after}`);
        },
      ),
      { numRuns: 500 },
    );
  });
});
