/** Which files may hold a policy, told by their names and by a search for words, before anything is parsed. */

import { say, type Message } from '../text/message.ts';

/** What a text file is, as far as reading policies from it is concerned. */
export type FileKind = ReadKind | NotYetKind;

/** Kinds of files that are read. */
export type ReadKind = 'json';

/** Kinds of files that may hold policies and are not read yet. */
export type NotYetKind = 'terraform' | 'yaml' | 'markdown' | 'source' | 'other';

/** How people call a kind that is not read yet. */
export const kindNames: Readonly<Record<NotYetKind, string>> = {
  terraform: 'Terraform',
  yaml: 'YAML',
  markdown: 'Markdown',
  source: 'source code',
  other: 'other text',
};

/** What is said of a file of a kind that is not read yet. */
export function notReadYet(kind: NotYetKind): Message {
  switch (kind) {
    case 'terraform':
      return say('Terraform is not supported yet');
    case 'yaml':
      return say('YAML is not supported yet');
    case 'markdown':
      return say('Markdown is not supported yet');
    case 'source':
      return say('source code is not supported yet');
    case 'other':
      return say('this kind of file is not supported yet');
  }
}

/** Files over this size are not looked into where nobody named them. Bytes. */
export const mostBytes: number = 5 * 1024 * 1024;

const sources =
  'ts tsx mts cts js jsx mjs cjs vue svelte py pyi rb go rs java kt kts scala groovy gradle cs fs vb php pl pm lua swift c h cc cpp hpp m mm sh bash zsh fish ps1 psm1 bat cmd dart ex exs erl clj cljs r jl sql css scss less html htm xml svg';

const kindsByExtension: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ...entries('json jsonc', 'json'),
  ...entries('tf tofu tfvars hcl', 'terraform'),
  ...entries('yaml yml', 'yaml'),
  ...entries('md markdown mdx rst adoc', 'markdown'),
  ...entries(sources, 'source'),
  // Several values in a file, or brackets that open a section: what starts like JSON is none.
  ...entries('ndjson jsonl toml ini cfg conf properties lock log csv tsv map', 'other'),
]);

function entries(extensions: string, kind: FileKind): (readonly [string, FileKind])[] {
  return extensions.split(' ').map((extension) => [extension, kind]);
}

/** What a file is, by its name where that says it, or else by how its text begins. */
export function kindOf(fileName: string, text: string): FileKind {
  const name = fileName.toLowerCase();
  if (/\.(?:tf|tofu)\.json$/.test(name)) return 'terraform';
  return kindsByExtension.get(name.slice(name.lastIndexOf('.') + 1)) ?? kindOfText(text);
}

/** As {@link kindOf}, of a file whose text is not known. */
export function isNamedAsJson(fileName: string): boolean {
  return /\.(?:jsonc?|template|tpl|tftpl|policy)$/i.test(fileName) && kindOf(fileName, '{') === 'json';
}

function kindOfText(text: string): FileKind {
  const start = text.slice(startOf(text), startOf(text) + 2000);
  if (/^(?:\{(?![{%#])|\[)/.test(start)) return 'json';
  if (/^(?:resource|data|module|locals|provider|terraform|variable|output)\b[^\n=:]*\{/m.test(start))
    return 'terraform';
  const first = start.split('\n').find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
  return /^(?:---|%YAML|["']?[\w.-]+["']?\s{0,20}:(?:\s|$)|- )/.test(first) ? 'yaml' : 'other';
}

/**
 * The offset of the first character that is no white space and in no comment of JSON or directive of a Terraform
 * template.
 */
function startOf(text: string): number {
  const passed = /\s+|\uFEFF|\/\/[^\n]*|\/\*[^]*?\*\/|%\{[^}]*\}/y;
  let at = 0;
  for (passed.lastIndex = 0; passed.test(text); passed.lastIndex = at) at = passed.lastIndex;
  return at;
}

/**
 * May a text of this kind hold a policy? A search for words: it says yes too often rather than too seldom where the
 * document is read anyway, and asks for more in kinds that are only counted.
 */
export function mayHoldPolicy(kind: FileKind, text: string): boolean {
  return searches[kind].some((finds) => finds(text));
}

type Search = (text: string) => boolean;

/** A list of statements, or a single one, is a policy without the word `Statement`. */
const holdsStatementWords: Search = (text) => /effect/i.test(text) && /statement|action/i.test(text);

/** Policies of SAM that a template names, such as `S3ReadPolicy`. */
const holdsPolicyTemplates: Search = (text) => text.includes('AWS::Serverless::') && /\bPolicies\b/.test(text);

/** `"Effect": "Allow"`, as JSON, YAML, HCL and programs write it, in quotes or as a text inside a text. */
const statesEffect: Search = (text) => /\beffect\\*["']?\s{0,20}(?::|=>?)\s{0,20}\\*["'`]?(?:allow|deny)\b/i.test(text);

/** `Statement` and `Effect` as members of something. */
const holdsMembers: Search = (text) =>
  /\bstatement["']?\s{0,20}[:={]/i.test(text) && /\beffect["']?\s{0,20}[:=]/i.test(text);

/** Terraform's own form, in which `effect` may be left out. */
const holdsPolicyDocument: Search = (text) => /\baws_iam_policy_document\b/.test(text);

/** A statement as the AWS CDK makes one. */
const makesStatement: Search = (text) => /\bPolicyStatement\s*\(/.test(text);

const searches: Readonly<Record<FileKind, readonly Search[]>> = {
  json: [holdsStatementWords, holdsPolicyTemplates],
  terraform: [holdsPolicyDocument, statesEffect, holdsMembers],
  yaml: [statesEffect, holdsMembers, holdsPolicyTemplates],
  markdown: [statesEffect, makesStatement],
  source: [statesEffect, makesStatement],
  other: [statesEffect, makesStatement],
};

/**
 * Has the text the members of a statement? A JSON document that has them and cannot be parsed, or gives no policy, is
 * told.
 */
export function looksLikePolicy(text: string): boolean {
  return /"Statement\\*"/i.test(text) && /"Effect\\*"/i.test(text);
}
