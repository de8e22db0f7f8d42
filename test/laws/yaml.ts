/** Laws about YAML in any style: it is refined as the same value in JSON is, and nothing else changes. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, readDocument, type Refinement, type Unused } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { unusedOf } from '../support/samples.ts';
import { examined } from '../support/policies.ts';
import { isList, isObject, readBack, twin, written, type Json } from './json.ts';
import { law, type Law } from './law.ts';
import { policyDocument, withSids } from './policyDocuments.ts';
import { catalogue } from './situation.ts';
import { writeYaml, type WrittenComment } from './yamlWriter.ts';

interface Case {
  readonly document: Json;
  readonly unused: Unused;
  readonly choices: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    policy: policyDocument,
    around: fc.constantFrom(0, 1, 2),
    s3: fc.subarray(['GetBucketAcl', 'GetObject', 'GetObjectAcl', 'ListBucket', 'PutObject', 'PutObjectAcl']),
    ec2: fc.constantFrom(null, ['RunInstances'], undefined),
    iam: fc.constantFrom(['GetRole'], undefined),
    choices: fc.array(fc.nat({ max: 719 }), { minLength: 20, maxLength: 60 }),
  })
  .map(({ policy, around, s3, ec2, iam, choices }) => {
    const document =
      [policy, { Outer: [{ Policy: policy }, 'x'] }, { A: { B: policy }, C: 'the end' }][around] ?? policy;
    const services = {
      ...(s3.length > 0 ? { s3 } : {}),
      ...(ec2 === undefined ? {} : { ec2 }),
      ...(iam ? { iam } : {}),
    };
    return { document: withSids(document), unused: unusedOf(services), choices };
  });

/** The same choices over and over. */
function chooser(choices: readonly number[]): (count: number) => number {
  let at = 0;
  return (count) => ((choices[at++ % choices.length] ?? 0) + Math.floor(at / choices.length)) % count;
}

const engine = createEngine(catalogue);

function refined(
  text: string,
  { unused }: Case,
  isYaml: boolean,
): { readonly text: string; readonly done: Refinement } {
  const reading = readDocument(text, undefined, ...(isYaml ? [yamlSyntax] : []));
  assert.deepEqual(reading.errors, [], text);
  const analysis = examined(engine, text, unused, { reading });
  assert.deepEqual(analysis.defects, [], text);
  const done = engine.refine(analysis, { kind: 'file' });
  const after = applyEdits(text, done.edits);
  assert.ok(after !== undefined, 'the edits overlap');
  return { text: after, done };
}

/** The value of the last document in a text, as another reader sees it. */
function valueOf(text: string): Json {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  const last = documents.at(-1);
  assert.ok(last !== undefined && 'contents' in last && last.errors.length === 0, text);
  return plain(last.contents);
}

function plain(node: unknown): Json {
  const value = untagged(node);
  const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
  if (tag === undefined || !/^!\w/.test(tag)) return value;
  return { [tag === '!Ref' ? 'Ref' : `Fn::${tag.slice(1)}`]: value };
}

function untagged(node: unknown): Json {
  assert.ok(!isAlias(node));
  if (isSeq(node)) return node.items.map(plain);
  if (isScalar(node)) return (node.value ?? null) as Json;
  if (!isMap(node)) return null;
  const members: Record<string, Json> = {};
  for (const { key, value } of node.items) {
    const name = String(isScalar(key) ? key.value : '');
    members[name in members ? `${name}${twin}` : name] = plain(value);
  }
  return members;
}

/** The actions of each statement by `Sid`. */
function actionsBySid(value: Json, found: Map<string, Json[]> = new Map()): Map<string, Json[]> {
  if (isList(value)) for (const item of value) actionsBySid(item, found);
  else if (isObject(value)) {
    if (typeof value['Sid'] === 'string') found.set(value['Sid'], stringsIn(value['Action'] ?? null));
    for (const item of Object.values(value)) actionsBySid(item, found);
  }
  return found;
}

function stringsIn(value: Json): Json[] {
  if (isList(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [value];
}

/** The actions of each statement before and after a refinement. */
interface Actions {
  readonly were: ReadonlyMap<string, readonly Json[]>;
  readonly are: ReadonlyMap<string, readonly Json[]>;
}

/** Must a comment be there after refining? */
function mustStay({ kind, sid, action }: WrittenComment, { were, are }: Actions): boolean {
  if (sid === undefined) return kind === 'line';
  const actions = are.get(sid);
  if (actions === undefined) return false;
  const countIn = (list: readonly Json[] = []): number => list.filter((one) => one === action).length;
  // An action may be there several times, and the comment tells one of them.
  return kind !== 'entry' || countIn(actions) === countIn(were.get(sid));
}

function isRefinedAsJson(one: Case): void {
  const { text, comments } = writeYaml(one.document, chooser(one.choices));
  assert.deepEqual(valueOf(text), readBack(written(one.document)), text);
  const json = refined(written(one.document, 2), one, false);
  const yaml = refined(text, one, true);
  const value = readBack(json.text);
  const leftOf = ({ done }: typeof json): string[] => done.left.map(({ code, reason }) => `${code} ${inWords(reason)}`);
  assert.deepEqual(leftOf(yaml), leftOf(json), text);
  assert.deepEqual(valueOf(yaml.text), value, `${text}\n=>\n${yaml.text}`);
  const actions = { were: actionsBySid(valueOf(text)), are: actionsBySid(value) };
  for (const comment of comments)
    if (mustStay(comment, actions))
      assert.ok(yaml.text.includes(comment.text), `${comment.text}\n${text}\n=>\n${yaml.text}`);
  assert.equal(refined(yaml.text, one, true).text, yaml.text, text);
}

export const yamlLaws: readonly Law[] = [
  law('YAML in any style is refined as the same value in JSON, and its comments stay', cases, isRefinedAsJson, 300),
];
