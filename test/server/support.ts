/** What the tests of the server share. */
import type { CodeAction, Diagnostic, Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startClient, type Client, type Options } from './client.ts';

export const roleArn = (name: string, account = '123456789012'): string => `arn:aws:iam::${account}:role/${name}`;

/** A finding about actions of SQS; `null`: the service as a whole. */
export function finding(
  name: string,
  actions: readonly string[] | null,
  fields: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    id: `id-${name}`,
    resource: roleArn(name),
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: '2026-11-20T06:01:12Z',
    findingDetails: [
      {
        unusedPermissionDetails: {
          serviceNamespace: 'sqs',
          ...(actions === null ? {} : { actions: actions.map((action) => ({ action })) }),
        },
      },
    ],
    ...fields,
  });
}

export const policy =
  '{"Statement": [{"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:Receive*", "sqs:List*"], "Resource": "*"}]}';

/** Runs a test with a client that is stopped whatever happens. */
export async function withClient(options: Options, run: (client: Client) => Promise<void>): Promise<void> {
  const client = await startClient(options);
  try {
    await run(client);
  } finally {
    await client.stop();
  }
}

export const textOf = (message: Diagnostic['message']): string =>
  typeof message === 'string' ? message : message.value;

/** `2 action.unused: sqs:SendMessage is unused`; the number is the severity. */
export const inWords = (list: readonly Diagnostic[] | undefined): string[] =>
  (list ?? []).map(({ severity, code, message }) => `${severity} ${code}: ${textOf(message)}`);

/** Titles, with ` !` behind a preferred action and the reason behind a disabled one. */
export const titles = (actions: readonly CodeAction[]): string[] =>
  actions.map(
    ({ title, isPreferred, disabled }) =>
      `${title}${isPreferred === true ? ' !' : ''}${disabled ? ` (${disabled.reason})` : ''}`,
  );

/** The position so many characters behind the start of a part of a text. */
export function positionOf(text: string, part: string, behind = 0): Position {
  return TextDocument.create('', '', 0, text).positionAt(text.indexOf(part) + behind);
}
