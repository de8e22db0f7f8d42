import {
  defaultAges,
  defaultDeployedGlobs,
  defaultFindingsGlobs,
  defaultSeverities,
  type ProblemCode,
  type Severity,
} from '../../../core/src/index.ts';
import { globRefusal } from '../../../core/src/config/index.ts';
import { inWords, isRecord } from '../../../core/src/text/index.ts';
import type { Settings } from '../../../protocol/src/index.ts';

export const defaultSettings: Settings = {
  findings: defaultFindingsGlobs,
  deployed: defaultDeployedGlobs,
  severity: {},
  codeLens: 'policies',
  inlayHints: false,
  ...defaultAges,
  refineNotAction: false,
  maxProblems: 1000,
  catalogue: '',
};

/** Settings, and a sentence for each wrong value that was replaced by its default. */
export interface SettingsReading {
  readonly settings: Settings;
  readonly complaints: readonly string[];
}

/** Reads the `iamRefine` section from a client, which may be any value. Never throws. */
export function readSettings(section: unknown): SettingsReading {
  const complaints: string[] = [];
  const values = isRecord(section) ? section : {};
  const take = <T>(key: keyof Settings, read: (value: unknown) => T | undefined, expected: string): T | undefined => {
    const value = values[key];
    if (value === undefined || value === null) return undefined;
    const taken = read(value);
    if (taken === undefined) complaints.push(`iamRefine.${key} must be ${expected}; its default is used`);
    return taken;
  };
  const findings =
    take('findings', (value) => readGlobs('findings', value, complaints), 'a list of globs') ??
    defaultSettings.findings;
  const deployed =
    take('deployed', (value) => readGlobs('deployed', value, complaints), 'a list of globs') ??
    defaultSettings.deployed;
  const catalogue = take('catalogue', (value) => (typeof value === 'string' ? value : undefined), 'a path') ?? '';
  const severity = take('severity', (value) => readSeverities(value, complaints), 'an object of problem codes') ?? {};
  const staleAfterDays = take('staleAfterDays', readDays, 'a number of days') ?? defaultSettings.staleAfterDays;
  const minimumAgeDays = take('minimumAgeDays', readDays, 'a number of days') ?? defaultSettings.minimumAgeDays;
  const maxProblems = take('maxProblems', readCount, 'a number from 1') ?? defaultSettings.maxProblems;
  const codeLens = take('codeLens', readCodeLens, '"policies", "statements" or "off"') ?? defaultSettings.codeLens;
  const inlayHints = take('inlayHints', readBoolean, 'true or false') ?? defaultSettings.inlayHints;
  const refineNotAction = take('refineNotAction', readBoolean, 'true or false') ?? defaultSettings.refineNotAction;
  return {
    settings: {
      findings,
      deployed,
      severity,
      codeLens,
      inlayHints,
      staleAfterDays,
      minimumAgeDays,
      refineNotAction,
      maxProblems,
      catalogue,
    },
    complaints,
  };
}

function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function readCodeLens(value: unknown): Settings['codeLens'] | undefined {
  return value === 'policies' || value === 'statements' || value === 'off' ? value : undefined;
}

function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : undefined;
}

function readDays(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

function readGlobs(key: 'findings' | 'deployed', value: unknown, complaints: string[]): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return undefined;
  return value.filter((glob) => {
    const refusal = globRefusal(glob);
    if (refusal !== undefined) complaints.push(`iamRefine.${key}: ${inWords(refusal)}; it is ignored`);
    return refusal === undefined;
  });
}

function readSeverities(value: unknown, complaints: string[]): Settings['severity'] | undefined {
  if (!isRecord(value)) return undefined;
  const read: Partial<Record<ProblemCode, Severity | 'off'>> = {};
  for (const [code, severity] of Object.entries(value)) {
    if (isProblemCode(code) && isSeverity(severity)) read[code] = severity;
    else complaints.push(`iamRefine.severity: ${code}: ${JSON.stringify(severity)} is ignored`);
  }
  return read;
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(defaultSeverities, code);
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'error' || value === 'warning' || value === 'information' || value === 'hint' || value === 'off';
}
