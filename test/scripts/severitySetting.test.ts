/**
 * The setting `iamRefine.severity` has a row for each problem code, with its meaning and its default, both in the
 * description and in the table to edit.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { defaultSeverities } from '../../core/src/index.ts';
import { readSettings } from '../../server/src/lsp/settings.ts';

const setting = manifest.contributes.configuration.properties['iamRefine.severity'];
const severities = ['error', 'warning', 'information', 'hint', 'off'];
const codes = Object.entries(defaultSeverities);
const textsIn = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

suite('the setting of severities', () => {
  test('has every problem code, in the order of the engine, with its default', () =>
    assert.deepEqual(
      Object.entries(setting.properties),
      codes.map(([code, severity]) => [
        code,
        {
          type: 'string',
          enum: severities,
          enumDescriptions: severities.map((one) => `%setting.severity.${one}%`),
          default: severity,
          description: `%setting.severity.${code}%`,
        },
      ]),
    ));

  test('shows all of them in its table, because the default of the setting lists them', () =>
    assert.deepEqual(
      [Object.entries(setting.default), setting.additionalProperties, setting.markdownDescription],
      [codes, false, '%setting.severity%'],
    ));

  test('is read by the server without a complaint where nothing of it is changed', () => {
    const { settings, complaints } = readSettings({ severity: setting.default });
    assert.deepEqual([settings.severity, complaints], [defaultSeverities, []]);
  });

  for (const [file, head] of [
    ['package.nls.json', '| Code | Meaning | Default |'],
    ['package.nls.de.json', '| Code | Bedeutung | Standard |'],
  ] as const)
    test(`tells the meaning and the default of each in its description: ${file}`, () => {
      const texts = textsIn(file);
      const rows = codes.map(
        ([code, severity]) => `| \`${code}\` | ${texts[`setting.severity.${code}`]} | \`${severity}\` |`,
      );
      // VS Code cuts a description after 20 lines, but counts only line feeds. In Markdown, a carriage return ends a line too.
      const [intro, gap, ...table] = (texts['setting.severity'] ?? '').split('\n');
      assert.match(intro ?? '', /^[A-Z].*\.$/);
      assert.deepEqual([gap, table], ['', [[head, '| --- | --- | --- |', ...rows].join('\r')]]);
      for (const [code] of codes) assert.match(texts[`setting.severity.${code}`] ?? '', /^[A-ZÄÖÜ][^|\n]*\.$/, code);
    });

  test('has the defaults that docs/problems.md tells', () => {
    const told = readFileSync('docs/problems.md', 'utf8')
      .split(/^## /m)
      .flatMap((section) => {
        const [, code = '', severity = ''] = /^([\w.-]+)\n\n(\w+)/.exec(section) ?? [];
        return code in defaultSeverities ? [[code, severity.toLowerCase()] as const] : [];
      });
    assert.deepEqual(Object.fromEntries(told), defaultSeverities);
  });
});
