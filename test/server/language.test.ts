import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver/node';
import { names } from '../../server/src/features/markdown.ts';
import { setLanguage } from '../../server/src/lsp/language.ts';
import { uriOf, type Client } from './client.ts';
import { finding, inWords, policy, titles, withClient } from './support.ts';

const files = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues']) };
const text = policy.replace('"sqs:Receive*"', '"sqs:Recieve"');

/** All that a person sees of a policy. */
async function everything(client: Client): Promise<unknown> {
  await client.open('A.json', text);
  const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: uriOf('A.json') },
  });
  return {
    problems: inWords(client.diagnostics.get(uriOf('A.json'))),
    related: client.diagnostics.get(uriOf('A.json'))?.[0]?.relatedInformation?.map(({ message }) => message),
    lenses: lenses.map(({ command }) => command?.title),
    fixes: titles(await client.actions('A.json', 'sqs:SendMessage')),
    hover: (await client.hover('A.json', 'sqs:List*'))?.split('\n\n'),
    status: (await client.change('A.json', text)).status?.label,
  };
}

suite('the server speaks the language of the client', () => {
  test('German', () =>
    withClient({ files, locale: 'de-AT' }, async (client) => {
      assert.deepEqual(await everything(client), {
        problems: [
          '2 action.unused: sqs:SendMessage ist ungenutzt',
          '4 action.unknown: sqs:Recieve fehlt im Aktionskatalog vom 2026-09-26',
          '2 wildcard.partly-unused: 1 von 4 Aktionen von sqs:List* ist ungenutzt',
        ],
        related: ['Ungenutzt von A, 2026-11-20'],
        lenses: ['A: 2 von 6 ungenutzt, 1 Schreiben · 104 → 154 von 6.144 Zeichen'],
        fixes: ['Ungenutzte Aktion sqs:SendMessage entfernen !', 'Diese Anweisung bereinigen'],
        hover: [
          '**sqs:List\\***: 1 von 4 Aktionen ungenutzt',
          'Wird zu: `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueueTags`',
          'Bewiesen: behält 5, entfernt 1, fügt keine hinzu',
          'Ungenutzt: _Read_ `sqs:ListQueues`',
          'Letzter Zugriff: 1 nie im Verfolgungszeitraum',
          'Bleibt erhalten: _Read_ `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueueTags`',
          'AWS verfolgt die Nutzung dieser Aktionen nicht (Stand 2026-08-22), daher kann kein Befund sie nennen: `sqs:ListDeadLetterSourceQueues`, `sqs:ListMessageMoveTasks`, `sqs:ListQueueTags`',
          String.raw`_Befund vom 2026-11-20 \(vor 4 Tagen\), zugeordnet nach dem Pfad · Aktionskatalog vom 2026-09-26_`,
        ],
        status: 'A, Befund vom 2026-11-20 (vor 4 Tagen), zugeordnet nach dem Pfad · Aktionskatalog vom 2026-09-26',
      });
    }));

  test('German, in lists that are cut off', async () => {
    const actions = Array.from({ length: 26 }, (_, i) => `sqs:Action${i}`);
    const shown = actions.slice(0, 24).map((action) => `\`${action}\``);
    await setLanguage('de');
    assert.deepEqual(
      [names(actions), names(actions.slice(0, 24))],
      [`${shown.join(', ')} und 2 weitere`, shown.join(', ')],
    );
    await setLanguage('en');
    assert.equal(names(actions), `${shown.join(', ')} and 2 more`);
  });

  test('English where it has no other', async () => {
    for (const locale of ['fr', 'zz-ZZ', ''])
      await withClient({ files, locale }, async (client) => {
        await client.open('A.json', text);
        assert.equal(inWords(client.diagnostics.get(uriOf('A.json')))[0], '2 action.unused: sqs:SendMessage is unused');
      });
  });
});
