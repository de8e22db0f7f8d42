/** Modules of Terraform, and who holds the policies in them. */
import assert from 'node:assert/strict';
import { createSyntaxes, inModule, readDocument, readModuleFile, type Syntax } from '../../core/src/index.ts';
import type { PolicySubject } from '../../core/src/policy/subject.ts';
import { inWords } from '../../core/src/text/index.ts';
import { hclSyntax, loadSyntax } from './hclSyntax.ts';

/** The JSON syntax of Terraform. */
export const configurationJson: Syntax = createSyntaxes(loadSyntax).loaded('json', 'main.tf.json') ?? assert.fail();

/** The holders of each policy of the first file. */
export function holders(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = Object.entries(others).flatMap(
    ([name, other]) => readModuleFile(other, name, name.endsWith('.json') ? configurationJson : hclSyntax) ?? [],
  );
  const reading = inModule(readDocument(text, undefined, hclSyntax), { file: 'main.tf', files });
  assert.deepEqual(reading.errors, []);
  return reading.policies.map(({ subject }) => holderInWords(subject));
}

export function holderInWords({ attachment }: PolicySubject): string {
  switch (attachment.kind) {
    case 'attached':
      return attachment.to
        .map(({ type, name, accounts }) => `${type} ${name}${accounts === undefined ? '' : ` in ${accounts.join()}`}`)
        .join(', ');
    case 'unclear': {
      const named = attachment.named.map(({ name }) => name);
      const like = (attachment.like ?? []).map(({ pattern }) => pattern);
      return [`? ${inWords(attachment.reason)}`, ...named, ...like.map((pattern) => `like ${pattern}`)].join('; ');
    }
    case 'no-principal':
      return `none: ${inWords(attachment.reason)}`;
    case 'several':
    case 'unspecified':
      return attachment.kind;
  }
}

export const block = (kind: string, ...lines: readonly string[]): string =>
  `${kind} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
export const resource = (type: string, name: string, ...lines: readonly string[]): string =>
  block(`resource "${type}" "${name}"`, ...lines);
