/** Laws about Terraform in any style: it is refined as the same policy in JSON is, and nothing else changes. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyEdits, spanEnd } from '../../core/src/text/index.ts';
import { createEngine, readDocument, type DocumentReading, type Unused } from '../../core/src/index.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { examined } from '../support/policies.ts';
import { unusedOf } from '../support/samples.ts';
import { actionsBySid, writeHcl, type HclForm, type WrittenStatement } from './hclWriter.ts';
import { law, type Law } from './law.ts';
import { catalogue } from './situation.ts';

interface Case {
  readonly statements: readonly WrittenStatement[];
  readonly form: HclForm;
  readonly unused: Unused;
  readonly choices: readonly number[];
}

const actions = [
  's3:*',
  's3:Get*',
  's3:GetObject',
  's3:PutObject',
  's3:*Acl',
  'ec2:*',
  'ec2:RunInstances',
  'iam:GetRole',
];

const cases: fc.Arbitrary<Case> = fc
  .record({
    statements: fc.array(
      fc.record({
        effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
        isNot: fc.constantFrom(false, false, false, false, true),
        actions: fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    form: fc.constantFrom<HclForm[]>('document', 'document', 'jsonencode', 'heredoc', 'quoted'),
    s3: fc.subarray(['GetBucketAcl', 'GetObject', 'GetObjectAcl', 'ListBucket', 'PutObject', 'PutObjectAcl']),
    ec2: fc.constantFrom(null, ['RunInstances'], undefined),
    choices: fc.array(fc.nat({ max: 719 }), { minLength: 20, maxLength: 40 }),
  })
  .map(({ statements, form, s3, ec2, choices }) => ({
    statements: statements.map((one, i) => ({ ...one, sid: `sid${i}` })),
    form,
    unused: unusedOf({ ...(s3.length > 0 ? { s3 } : {}), ...(ec2 === undefined ? {} : { ec2 }) }),
    choices,
  }));

/** The same choices over and over. */
function chooser(choices: readonly number[]): (count: number) => number {
  let at = 0;
  return (count) => ((choices[at++ % choices.length] ?? 0) + Math.floor(at / choices.length)) % count;
}

const engine = createEngine(catalogue);

interface Refined {
  readonly text: string;
  /** The parts of the text outside of all edits. */
  readonly untouched: readonly string[];
}

function refined(text: string, unused: Unused, reading: DocumentReading): Refined {
  assert.deepEqual(reading.errors, [], text);
  const analysis = examined(engine, text, unused, { reading });
  assert.deepEqual(analysis.defects, [], text);
  const { edits, left } = engine.refine(analysis, { kind: 'file' });
  assert.ok(!left.some(({ code }) => code === 'refinement.unproven'), text);
  const after = applyEdits(text, edits);
  assert.ok(after !== undefined, 'the edits overlap');
  const ends = [0, ...edits.map(({ span }) => spanEnd(span))];
  const starts = [...edits.map(({ span }) => span.offset), text.length];
  return { text: after, untouched: ends.map((end, i) => text.slice(end, starts[i])) };
}

function isRefinedAsJson({ statements, form, unused, choices }: Case): void {
  const { text, comments } = writeHcl(statements, form, chooser(choices));
  const read = (source: string): DocumentReading => readDocument(source, undefined, hclSyntax);
  assert.deepEqual(actionsBySid(text), new Map(statements.map(({ sid, actions: all }) => [sid, all])), text);
  const json = JSON.stringify({
    Statement: statements.map(({ sid, effect, isNot, actions: all }) => ({
      Sid: sid,
      Effect: effect,
      [isNot ? 'NotAction' : 'Action']: all,
      Resource: '*',
    })),
  });
  const wanted = refined(json, unused, readDocument(json)).text;
  const after = refined(text, unused, read(text));
  assert.deepEqual(actionsBySid(after.text), actionsBySid(wanted), `${text}\n=>\n${after.text}`);
  for (const comment of comments)
    assert.ok(
      after.text.includes(comment) || !isOutsideOfStatements(text, comment),
      `${comment}\n${text}\n=>\n${after.text}`,
    );
  let at = 0;
  for (const part of after.untouched) {
    at = after.text.indexOf(part, at);
    assert.ok(at >= 0, text);
    at += part.length;
  }
  assert.equal(refined(after.text, unused, read(after.text)).text, after.text, text);
}

/** A comment in a statement goes with it. */
function isOutsideOfStatements(text: string, comment: string): boolean {
  const before = text.slice(0, text.indexOf(comment));
  return before.lastIndexOf('statement {') <= before.lastIndexOf('\n  }') || !before.includes('statement {');
}

interface Change {
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

/** A text, and changes of it one after the other: pieces that come in place of some characters. */
const typed = fc.tuple(
  cases,
  fc.array(
    fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 6 }),
      piece: fc.constantFrom(
        '',
        'x',
        '"',
        '{',
        '}',
        '[',
        ']',
        '\n',
        '#',
        '/*',
        '<<EOF',
        '${',
        '=',
        ',',
        '"s3:Get*",\n',
        '\r',
      ),
    }),
    { minLength: 1, maxLength: 6 },
  ),
);

/** What is parsed after each change is what is parsed of the whole text. */
function isParsedAsWhole([{ statements, form, choices }, changes]: readonly [Case, readonly Change[]]): void {
  let { text } = writeHcl(statements, form, chooser(choices));
  hclSyntax.parse(text);
  for (const { at, length, piece } of changes) {
    const offset = at % (text.length + 1);
    text = text.slice(0, offset) + piece + text.slice(offset + length);
    const after = hclSyntax.parse(text);
    // No change of this one is a keystroke.
    hclSyntax.parse('# something else altogether, which is short\n');
    assert.deepEqual(hclSyntax.parse(text), after, text);
    for (const { span } of after.errors) assert.ok(spanEnd(span) <= text.length, text);
  }
}

export const hclLaws: readonly Law[] = [
  law(
    'Terraform in any style is refined as the same policy in JSON, and its comments stay',
    cases,
    isRefinedAsJson,
    300,
  ),
  law('after each keystroke, Terraform is parsed as if it were new', typed, isParsedAsWhole, 300),
];
