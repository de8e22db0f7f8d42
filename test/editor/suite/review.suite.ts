/** The edits of a review as VS Code applies them: to the texts that they were made for, and to no others. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyAtOnce } from '../../../client/src/review/applyEdits.ts';
import { digestOfLines, type FileEdits } from '../../../protocol/src/index.ts';
import { inWorkspace, readFile, writeFile } from './support.ts';

const before = '{"a": 1}\n';
const after = '{"a": 2}\n';

/** The edit of the number, for a file with this text. */
const editOf = (file: string, text = before): FileEdits => ({
  uri: inWorkspace(file).toString(),
  file,
  digest: digestOfLines(text),
  edits: [{ range: { start: { line: 0, character: 6 }, end: { line: 0, character: 7 } }, newText: '2' }],
  kept: 0,
  removed: 1,
});

const files = (all: readonly FileEdits[]): string[] => all.map(({ file }) => file);

export function reviewSuite(): void {
  suite('the edits of a review', () => {
    const onDisk = (file: string): Promise<string> => readFile(inWorkspace(file));
    const inEditor = async (file: string): Promise<string> =>
      (await vscode.workspace.openTextDocument(inWorkspace(file))).getText();

    test('are applied to all files in one step that is saved, and one undo takes it back', async () => {
      for (const name of ['review/a.json', 'review/b.json']) await writeFile(name, before);
      const { applied, changed, isRefused } = await applyAtOnce([editOf('review/a.json'), editOf('review/b.json')]);
      assert.deepEqual([files(applied), files(changed), isRefused], [['review/a.json', 'review/b.json'], [], false]);
      assert.deepEqual([await onDisk('review/a.json'), await onDisk('review/b.json')], [after, after]);
      await vscode.window.showTextDocument(inWorkspace('review/a.json'));
      await vscode.commands.executeCommand('undo');
      assert.deepEqual([await inEditor('review/a.json'), await inEditor('review/b.json')], [before, before]);
    });

    test('leave a file alone that changed meanwhile, in the editor or on disk, or is gone', async () => {
      for (const name of ['review/c.json', 'review/typed.json', 'review/written.json']) await writeFile(name, before);
      const typed = await vscode.workspace.openTextDocument(inWorkspace('review/typed.json'));
      const typing = new vscode.WorkspaceEdit();
      typing.insert(typed.uri, new vscode.Position(0, 0), ' ');
      await vscode.workspace.applyEdit(typing);
      await writeFile('review/written.json', ` ${before}`);
      const all = ['review/c.json', 'review/typed.json', 'review/written.json', 'review/gone.json'];
      const { applied, changed } = await applyAtOnce(all.map((name) => editOf(name)));
      assert.deepEqual([files(applied), files(changed)], [['review/c.json'], all.slice(1)]);
      assert.deepEqual(
        // VS Code saves a refactoring only if it changes several files.
        [await inEditor('review/c.json'), typed.getText(), await onDisk('review/written.json')],
        [after, ` ${before}`, ` ${before}`],
      );
      await vscode.window.showTextDocument(typed);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    test('are applied to more files than VS Code keeps open, whatever their line ends and marks', async () => {
      const names = Array.from({ length: 70 }, (_, i) => `review/many/${i}.json`);
      const text = (name: string): string => (name.endsWith('0.json') ? '\ufeff{"a": 1}\r\n' : before);
      for (const name of names) await writeFile(name, text(name));
      await writeFile('review/many/7.json', ` ${before}`);
      const { applied, changed } = await applyAtOnce(names.map((name) => editOf(name)));
      assert.deepEqual([applied.length, files(changed)], [69, ['review/many/7.json']]);
      for (const name of names.filter((one) => one !== 'review/many/7.json'))
        assert.equal(await onDisk(name), text(name).replace('1', '2'), name);
      assert.equal(await onDisk('review/many/7.json'), ` ${before}`);
    });
  });
}
