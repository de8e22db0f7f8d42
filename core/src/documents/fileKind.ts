/** Decides by its name and a search for words, without parsing, whether a file may contain a policy. */
import { say, type Message } from '../text/message.ts';

/** The kind of a text file. */
export type FileKind = ReadKind | NotYetKind;

/** Kinds of files that are read. */
export type ReadKind = 'json' | 'yaml' | 'terraform';

/** Kinds of files that may contain policies but are not read yet. */
export type NotYetKind = 'hcl' | 'markdown' | 'source' | 'other';

/** The display names of kinds. */
export const kindNames: Readonly<Record<FileKind, string>> = {
  json: 'JSON',
  terraform: 'Terraform',
  hcl: 'HCL',
  yaml: 'YAML',
  markdown: 'Markdown',
  source: 'source code',
  other: 'other text',
};

/** The message about a file of a kind that is not read yet. */
export function notReadYet(kind: NotYetKind): Message {
  switch (kind) {
    case 'hcl':
      return say('HCL other than the configuration of Terraform is not supported yet');
    case 'markdown':
      return say('Markdown is not supported yet');
    case 'source':
      return say('source code is not supported yet');
    case 'other':
      return say('this kind of file is not supported yet');
  }
}

/** The most bytes of a file that is read unless the user names it. */
export const mostBytes: number = 5 * 1024 * 1024;

const sources =
  'ts tsx mts cts js jsx mjs cjs vue svelte py pyi rb go rs java kt kts scala groovy gradle cs fs vb php pl pm lua swift c h cc cpp hpp m mm sh bash zsh fish ps1 psm1 bat cmd dart ex exs erl clj cljs r jl sql css scss less html htm xml svg';

const kindsByExtension: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ...entries('json jsonc', 'json'),
  ...entries('tf tofu', 'terraform'),
  ...entries('tfvars hcl', 'hcl'),
  ...entries('yaml yml', 'yaml'),
  ...entries('md markdown mdx rst adoc', 'markdown'),
  ...entries(sources, 'source'),
  // Files with several values, or with section names in brackets: they may start like JSON, but are not JSON.
  ...entries('ndjson jsonl toml ini cfg conf properties lock log csv tsv map', 'other'),
]);

function entries(extensions: string, kind: FileKind): (readonly [string, FileKind])[] {
  return extensions.split(' ').map((extension) => [extension, kind]);
}

/** The kind of a file, by its extension if that is known, or else by the start of its text. */
export function kindOf(fileName: string, text: string): FileKind {
  const name = fileName.toLowerCase();
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  return kindsByExtension.get(extension) ?? kindOfText(text);
}

/** Is a file JSON by its name? For files whose text is not known. */
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

/** The offset of the first character after white space, JSON comments and Terraform template directives. */
function startOf(text: string): number {
  const passed = /\s+|\uFEFF|\/\/[^\n]*|\/\*[^]*?\*\/|%\{[^}]*\}/y;
  let at = 0;
  for (passed.lastIndex = 0; passed.test(text); passed.lastIndex = at) at = passed.lastIndex;
  return at;
}

/**
 * May a text of this kind contain a policy? A search for words. For kinds that are read, it rather says yes too often;
 * for kinds that are only counted, it is stricter.
 */
export function mayHoldPolicy(kind: FileKind, text: string): boolean {
  return searches[kind].some((finds) => finds(text));
}

type Search = (text: string) => boolean;

/** A single statement or a list of statements has no word `Statement`, so `Action` is searched for as well. */
const holdsStatementWords: Search = (text) => /effect/i.test(text) && /statement|action/i.test(text);

/** SAM policy templates by name, such as `S3ReadPolicy`. */
const holdsPolicyTemplates: Search = (text) => text.includes('AWS::Serverless::') && /\bPolicies\b/.test(text);

/** `"Effect": "Allow"` as written in JSON, YAML, HCL and source code, also inside of a string. */
const statesEffect: Search = (text) => /\beffect\\*["']?\s{0,20}(?::|=>?)\s{0,20}\\*["'`]?(?:allow|deny)\b/i.test(text);

/** `Statement` and `Effect` as keys. */
const holdsMembers: Search = (text) =>
  /\bstatement["']?\s{0,20}[:={]/i.test(text) && /\beffect["']?\s{0,20}[:=]/i.test(text);

/** Terraform's own form of a policy, in which `effect` may be left out. */
const holdsPolicyDocument: Search = (text) => /\baws_iam_policy_document\b/.test(text);

/** A statement in source code for the AWS CDK. */
const makesStatement: Search = (text) => /\bPolicyStatement\s*\(/.test(text);

const searches: Readonly<Record<FileKind, readonly Search[]>> = {
  json: [holdsStatementWords, holdsPolicyTemplates, holdsPolicyDocument],
  terraform: [holdsPolicyDocument, holdsStatementWords],
  hcl: [holdsPolicyDocument, statesEffect, holdsMembers],
  yaml: [holdsStatementWords, holdsPolicyTemplates],
  markdown: [statesEffect, makesStatement],
  source: [statesEffect, makesStatement],
  other: [statesEffect, makesStatement],
};

/**
 * Does the text have the keys of a policy? A document that has them is reported if it cannot be parsed or no policy is
 * found in it.
 */
export function looksLikePolicy(kind: ReadKind, text: string): boolean {
  return keysOfPolicy[kind].every((key) => key.test(text));
}

/** In JSON in a string, the quotes are escaped. */
const inQuotes = [/"Statement\\*"/i, /"Effect\\*"/i];
const keysOfPolicy: Readonly<Record<ReadKind, readonly RegExp[]>> = {
  json: inQuotes,
  // A list of statements need not be called so. Kubernetes has `effect` and `action`, but not in these letters.
  yaml: [/\bEffect\\*["']?\s{0,20}:/, /\b(?:Not)?Action\\*["']?\s{0,20}:/],
  // The blocks of a document need no effect.
  terraform: [/\bStatement\\*"?\s{0,20}[=:{]/i, /\b(?:Effect|(?:not_)?actions)\\*"?\s{0,20}[=:]/i],
};
