/** An action that nearly has the name of a known one is taken for misspelled. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { suggestAction } from '../../core/src/actions/index.ts';
import { createEngine, readDocument, type FindingMatch, type MatchedFindings } from '../../core/src/index.ts';
import { applyKeepRules } from '../../core/src/config/keepRules.ts';
import { inWords, say } from '../../core/src/text/index.ts';
import { examined } from '../support/policies.ts';
import { builtIn, catalogueOf, unusedOf } from '../support/samples.ts';

suite('the suggestion for an action', () => {
  const cases: readonly (readonly [why: string, written: string, near: string | undefined])[] = [
    ['a letter is missing', 'sqs:SendMesage', 'sqs:SendMessage'],
    ['a letter is too many', 's3:PutObjects', 's3:PutObject'],
    ['a letter is wrong', 's3:PutObjekt', 's3:PutObject'],
    ['two letters are swapped', 's3:GetObjcet', 's3:GetObject'],
    ['two mistakes', 'sqs:RecieveMesage', 'sqs:ReceiveMessage'],
    ['the letter case is another one, too', 'SQS:sendmesage', 'SQS:SendMessage'],
    ['the service is misspelled', 'lamda:InvokeFunction', 'lambda:InvokeFunction'],
    ['three mistakes', 'sqs:RecieveMesag', undefined],
    ['another word', 'sqs:DeleteFuture', undefined],
    ['too short to tell', 's4:GetObject', undefined],
    ['a wildcard', 's3:Gett*', undefined],
    ['malformed', 'SendMesage', undefined],
  ];
  for (const [why, written, near] of cases)
    test(`${why}: ${written}`, () => assert.equal(suggestAction(builtIn, written), near));

  test('is the first by name of those that are equally near', () =>
    assert.equal(suggestAction(catalogueOf({ x: ['GetB', 'GetA', 'GetAll'] }), 'x:GetC'), 'x:GetA'));
});

suite('action.misspelled', () => {
  const problemsOf = (statement: object, unused: Parameters<typeof unusedOf>[0] = {}): unknown =>
    examined(createEngine(builtIn), JSON.stringify({ Statement: [statement] }), unusedOf(unused)).problems.map(
      ({ code, message }) => `${code}: ${inWords(message)}`,
    );

  test('is told in an Allow, a Deny and a NotAction, and says what is meant', () => {
    for (const [Effect, element] of [
      ['Allow', 'Action'],
      ['Deny', 'Action'],
      ['Allow', 'NotAction'],
    ] as const)
      assert.deepEqual(problemsOf({ Effect, [element]: 's3:GetObjcet', Resource: '*' }), [
        'action.misspelled: s3:GetObjcet is not a known action: did you mean s3:GetObject?',
      ]);
  });

  test('stands for the unknown service of a misspelled prefix', () =>
    assert.deepEqual(problemsOf({ Effect: 'Allow', Action: ['lamda:InvokeFunction', 'lamda:*'], Resource: '*' }), [
      'action.misspelled: lamda:InvokeFunction is not a known action: did you mean lambda:InvokeFunction?',
      'service.unknown: The service lamda is not in the action catalogue from 2026-09-26',
    ]));

  test('is not told of a name that a finding knows, nor of one that goes', () =>
    assert.deepEqual(
      problemsOf({ Effect: 'Allow', Action: ['s3:GetObjcet', 's3:ListBucket'], Resource: '*' }, { s3: ['GetObjcet'] }),
      ['action.unused: s3:GetObjcet is unused'],
    ));
});

suite('an action that AWS names is not called misspelled, although the catalogue lacks it', () => {
  const text = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['s3:GetObjcet'], Resource: '*' }] });
  const lacking = ['action.unknown: s3:GetObjcet is not in the action catalogue from 2026-09-26'];
  const told = (match: Partial<MatchedFindings>): unknown => {
    const matched: FindingMatch = {
      kind: 'matched',
      findings: [],
      why: say('by the test'),
      unused: new Map(),
      used: [],
      keepRules: [],
      ...match,
    };
    return createEngine(builtIn)
      .examine({ text, reading: readDocument(text) }, [matched])
      .problems.map(({ code, message }) => `${code}: ${inWords(message)}`);
  };

  test('a report shows it as used', () => assert.deepEqual(told({ used: ['s3:GetObjcet'] }), lacking));

  test('a finding reports it unused, and a keep rule keeps it', () =>
    assert.deepEqual(
      told({ unused: applyKeepRules(unusedOf({ s3: ['GetObjcet', 'ListBucket'] }), ['s3:Get*'], builtIn) }),
      lacking,
    ));
});
