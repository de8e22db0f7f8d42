/** The command by which our client maps a policy to its principals in `.iam-refine.json`. */
import type { CodeAction } from 'vscode-languageserver';
import { clientCommands } from '../../../../protocol/src/index.ts';
import type { MappedPart } from '../configEdits.ts';
import type { FixRequest } from './offer.ts';

/** For an action that maps a policy: the command of our client, which also saves the configuration. */
export function mapCommand(
  { document: { uri }, capabilities }: FixRequest,
  {
    title,
    part,
    principals,
  }: { readonly title: string; readonly part: MappedPart; readonly principals: readonly string[] },
): Pick<CodeAction, 'command'> {
  if (!capabilities.clientCommands || part.kind === 'none') return {};
  const resource = part.kind === 'resource' ? [part.resource] : [];
  return { command: { title, command: clientCommands.mapPolicy, arguments: [uri, principals, ...resource] } };
}
