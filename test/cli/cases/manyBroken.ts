import type { Case } from './case.ts';

/** Files that are broken, each with the same text. */
const many = (count: number, text: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${String(i).padStart(3, '0')}.finding.json`, text]));

const policy = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const numbers = Array.from({ length: 100 }, (_, i) => String(i).padStart(3, '0'));

/** Thousands of findings files that cannot be read are not thousands of lines. */
export const manyBroken: readonly Case[] = [
  {
    what: 'files that are about somebody get a line each up to a hundred, and count all',
    files: { ...many(250, '{"resource": "arn:aws:iam::123456789012:role/Other"'), 'p.json': policy },
    runs: [
      {
        args: 'check p.json',
        code: 2,
        stdout: ['1 policy: none checked, 1 not matched to a finding; 250 findings files could not be read'],
        stderr: [
          'p.json: no finding applies to this policy: 000.finding.json contains text that is not valid JSON (close brace expected)',
          ...numbers.map((i) => `${i}.finding.json:1:52: close brace expected; no finding in this file is used`),
          '150 more findings files cannot be read',
        ],
      },
    ],
  },
  {
    what: 'files that are about nobody, too',
    files: { ...many(250, '{"x'), 'p.json': policy },
    runs: [
      {
        args: 'check p.json',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          ...numbers.map((i) => `${i}.finding.json:1:2: unexpected end of string; no finding in this file is used`),
          'problems in 150 more findings files',
          'p.json: no finding applies to this policy: 000.finding.json contains text that is not valid JSON (unexpected end of string)',
        ],
      },
    ],
  },
];
