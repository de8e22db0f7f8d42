/** What the extension of HashiCorp contributes to a `.tf` file: its language and its grammar, without its server. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const grammar = { scopeName: 'source.hcl.terraform', path: './grammar.json' };
const manifest = {
  name: 'terraform',
  publisher: 'hashicorp',
  version: '2.0.0',
  engines: { vscode: '^1.103.0' },
  contributes: {
    languages: [
      { id: 'terraform', aliases: ['Terraform'], extensions: ['.tf'] },
      { id: 'terraform-vars', extensions: ['.tfvars'] },
    ],
    grammars: [
      { language: 'terraform', ...grammar },
      { language: 'terraform-vars', ...grammar },
    ],
  },
};

/** Writes it as an installed extension, with the grammar that it ships, and returns its folder. */
export function terraformExtension(): string {
  const folder = path.resolve(`out/test/editor/${manifest.publisher}.${manifest.name}-${manifest.version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const shipped = createRequire(import.meta.url).resolve('tm-grammars/grammars/terraform.json');
  cpSync(shipped, path.join(folder, path.basename(grammar.path)));
  return folder;
}
