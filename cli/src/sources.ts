import path from 'node:path';
import packed from '../../data/catalogue.txt';
import {
  countedAdvice,
  defaultFindingsGlobs,
  evidenceFor,
  evidenceOf,
  matchFinding,
  openCatalogue,
  placeAt,
  readCatalogue,
  readFindings,
  type ActionCatalogue,
  type Evidence,
  type FiledFinding,
  type SyntaxError,
} from '../../core/src/index.ts';
import { CannotDo, findFiles, readText, shown, type Candidate } from './files.ts';
import type { Options } from './options.ts';

/** The catalogue the options name, or the built-in one. */
export async function loadCatalogue(file: string | undefined): Promise<ActionCatalogue> {
  if (file === undefined) return openCatalogue(packed);
  const { text } = await readText(path.resolve(file));
  const reading = readCatalogue(text, `the catalogue ${path.basename(file)}`);
  if (reading.kind === 'unreadable') throw new CannotDo(`${file}${at(text, reading.error)}`);
  return reading.catalogue;
}

/** `:3:5: comma expected`. */
export function at(text: string, { span, message }: SyntaxError): string {
  const { line, column } = placeAt(text, span.offset);
  return `:${line}:${column}: ${message}`;
}

/** The findings, and what is wrong with files that only the default glob named. */
export interface LoadedFindings {
  readonly findings: readonly FiledFinding[];
  readonly warnings: readonly string[];
  /** How to fetch findings that were found without the names of actions, for when a policy lacks one. */
  readonly advice: readonly string[];
}

/** Reads the findings the options name. A file named by the user must be readable; one that only a glob named is passed over with a warning. */
export async function loadFindings(options: Options, roots: readonly string[]): Promise<LoadedFindings> {
  const named = options.findings;
  const files = named.length > 0 ? (await Promise.all(named.map(filesNamed))).flat() : await filesBelow(roots);
  if (files.length === 0)
    throw new CannotDo(
      `no findings file ${defaultFindingsGlobs.join(', ')} below ${roots.map(shown).join(', ') || '.'}: name one with --findings`,
    );
  const findings: FiledFinding[] = [];
  const warnings: string[] = [];
  const advice: string[] = [];
  for (const file of new Set(files)) {
    const { text } = await readText(file);
    const reading = readFindings(text);
    const [error] = reading.errors;
    if (error !== undefined && named.length > 0)
      throw new CannotDo(`${shown(file)}${at(text, error)}; no finding of this file can be used`);
    if (error !== undefined) warnings.push(`${shown(file)}${at(text, error)}; no finding of this file is used`);
    const [headline, ...commands] = countedAdvice(reading.counted);
    if (headline !== undefined) advice.push(`${shown(file)}: ${headline}`, ...commands);
    findings.push(...reading.findings.map((finding) => ({ file: slashed(file), finding })));
  }
  return { findings, warnings, advice };
}

async function filesNamed(pattern: string): Promise<string[]> {
  const files = /[*?[\]{}]/.test(pattern) ? await findFiles([slashed(pattern)], '.') : [path.resolve(pattern)];
  if (files.length === 0) throw new CannotDo(`--findings ${pattern}: no such file`);
  return files;
}

async function filesBelow(roots: readonly string[]): Promise<string[]> {
  return (await Promise.all(roots.map((root) => findFiles(defaultFindingsGlobs, root)))).flat();
}

/** The folder that plays the workspace for a file: the current directory, or for files elsewhere their own folder. */
export function rootOf(file: string): string {
  const relative = path.relative('', file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? path.dirname(file) : path.resolve('');
}

/** Gives what may be said of a file's policy. Throws {@link CannotDo} for a principal without a finding. */
export function createEvidence(options: Options, findings: readonly FiledFinding[]): (candidate: Candidate) => Evidence {
  const [only] = findings;
  const isBare = options.findings.length > 0 && findings.length === 1 && only?.finding.principal === undefined;
  const bare = only !== undefined && isBare ? evidenceOf({ kind: 'matched', by: 'folder', finding: only }) : undefined;
  if (options.principals.length > 0) {
    const { evidence, missing } = evidenceFor(options.principals, findings);
    if (missing.length > 0 && bare === undefined) throw new CannotDo(`no active finding about unused permissions of ${missing.join(', ')}`);
    return () => bare ?? evidence;
  }
  return ({ path: file, isNamed }) => {
    if (bare !== undefined && isNamed) return bare;
    const segments = path.relative(rootOf(file), file).split(path.sep);
    return evidenceOf(matchFinding(segments, slashed(path.dirname(file)), findings));
  };
}

/** Findings are filed with `/` between folders on every system. */
function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
