/** Reads a `.iam-refine.json`. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import { principalOf } from '../findings/model.ts';
import { readJson } from '../text/json.ts';
import { elements, members, spanOf, stringOf, type TreeNode, type SyntaxError } from '../text/tree.ts';
import { placesIn, type Place } from '../text/place.ts';
import type { AccountOfFiles, Config, FindingsSource, KeepEntry, PolicyMapping } from './config.ts';
import { globRefusal } from './glob.ts';
import { inWords, say, type Gap, type Message } from '../text/message.ts';

/**
 * The configuration, or what is wrong with it, and where. A configuration with any error is not used at all, and blocks
 * every removal: otherwise its keep rules and mappings would be lost.
 */
export type ConfigReading =
  { readonly kind: 'read'; readonly config: Config } | { readonly kind: 'unreadable'; readonly error: SyntaxError };

/**
 * Reads the text of a `.iam-refine.json` (JSON with comments). Never throws. An empty file is an error, because an
 * interrupted write leaves one, and its rules would be lost. `{}` is a valid configuration without any rules.
 */
export function readConfig(text: string): ConfigReading {
  if (text.trim() === '')
    return { kind: 'unreadable', error: { message: say('it is empty'), span: { offset: 0, length: 0 } } };
  const { root, errors } = readJson(text);
  const [error] = errors;
  if (error !== undefined) return { kind: 'unreadable', error };
  try {
    return { kind: 'read', config: configAt(root, text) };
  } catch (thrown) {
    if (!(thrown instanceof Wrong)) throw thrown;
    return { kind: 'unreadable', error: thrown.error };
  }
}

/** Ends the reading of a configuration at its first error. It never leaves this module. */
class Wrong extends Error {
  readonly error: SyntaxError;
  constructor(node: TreeNode | undefined, message: Message) {
    super(inWords(message));
    this.error = { message, span: node === undefined ? { offset: 0, length: 0 } : spanOf(node) };
  }
}

/** The line and column of an offset in the text of the configuration. */
type PlaceOf = (offset: number) => Place;

function configAt(root: TreeNode | undefined, text: string): Config {
  const placeOf = placesIn(text);
  const { findings, policies, accounts, keep } = objectAt(root, say('the configuration'), [
    '$schema',
    'findings',
    'policies',
    'accounts',
    'keep',
  ]);
  return {
    ...(findings === undefined ? {} : { findings: listAt(findings, 'findings').map(findingsSourceAt) }),
    policies: listAt(policies, 'policies').map((node) => policyMappingAt(node, placeOf)),
    accounts: listAt(accounts, 'accounts').map((node) => accountOfFilesAt(node, placeOf)),
    keep: listAt(keep, 'keep').map((node) => keepEntryAt(node, placeOf)),
  };
}

function findingsSourceAt(node: TreeNode): FindingsSource {
  if (stringOf(node) !== undefined) return { files: globAt(node), span: spanOf(node) };
  if (node.type !== 'object') throw new Wrong(node, say('an entry of findings must be a glob or an object'));
  const { files, principal } = objectAt(node, say('an entry of findings'), ['files', 'principal']);
  return {
    files: globAt(required(files, node, 'files')),
    span: spanOf(files ?? node),
    principal: principalAt(required(principal, node, 'principal')),
  };
}

function policyMappingAt(node: TreeNode, placeOf: PlaceOf): PolicyMapping {
  const { files, resource, attachedTo } = objectAt(node, say('an entry of policies'), [
    'files',
    'resource',
    'attachedTo',
  ]);
  const filesNode = required(files, node, 'files');
  const principals = filledListAt(required(attachedTo, node, 'attachedTo'), 'attachedTo');
  return {
    files: globAt(filesNode),
    filesSpan: spanOf(filesNode),
    ...(resource === undefined ? {} : { resource: textAt(resource, 'resource') }),
    attachedTo: principals.map((item) => ({ principal: principalAt(item), span: spanOf(item) })),
    line: placeOf(node.offset).line,
  };
}

function accountOfFilesAt(node: TreeNode, placeOf: PlaceOf): AccountOfFiles {
  const { files, account } = objectAt(node, say('an entry of accounts'), ['files', 'account']);
  const filesNode = required(files, node, 'files');
  return {
    files: globAt(filesNode),
    filesSpan: spanOf(filesNode),
    account: accountAt(required(account, node, 'account')),
    line: placeOf(node.offset).line,
  };
}

function keepEntryAt(node: TreeNode, placeOf: PlaceOf): KeepEntry {
  const { actions, principals, reason, until } = objectAt(node, say('a keep rule'), [
    'actions',
    'principals',
    'reason',
    'until',
  ]);
  const whose =
    principals === undefined ? undefined : filledListAt(principals, 'principals').map((item) => principalAt(item).arn);
  return {
    actions: filledListAt(required(actions, node, 'actions'), 'actions').map(actionAt),
    ...(whose === undefined ? {} : { principals: whose }),
    reason: textAt(required(reason, node, 'reason'), 'reason'),
    ...(until === undefined ? {} : { until: dayAt(until) }),
    span: spanOf(node),
    line: placeOf(node.offset).line,
  };
}

/** The members of an object. A member with another name is an error: a misspelled rule must not be lost in silence. */
function objectAt(
  node: TreeNode | undefined,
  what: Message,
  names: readonly string[],
): Readonly<Record<string, TreeNode | undefined>> {
  if (node?.type !== 'object') throw new Wrong(node, say('{0} must be an object', what));
  const found: Record<string, TreeNode> = {};
  for (const [key, value] of members(node)) {
    const name = stringOf(key) ?? '';
    if (!names.includes(name))
      throw new Wrong(key, say('unknown key {1} in {0}; known keys: {2}', what, name, names.join(', ')));
    if (Object.hasOwn(found, name)) throw new Wrong(key, say('duplicate key {0}', name));
    found[name] = value;
  }
  return found;
}

function required(node: TreeNode | undefined, owner: TreeNode, name: string): TreeNode {
  if (node === undefined) throw new Wrong(owner, say('{0} is missing', name));
  return node;
}

/** The elements of a list. An absent list is empty. */
function listAt(node: TreeNode | undefined, name: string): readonly TreeNode[] {
  if (node !== undefined && node.type !== 'array') throw new Wrong(node, say('{0} must be a list', name));
  return elements(node);
}

/** The elements of a list that must not be empty: an entry with an empty list would apply to nothing. */
function filledListAt(node: TreeNode, name: string): readonly TreeNode[] {
  const items = listAt(node, name);
  if (items.length === 0) throw new Wrong(node, say('{0} is an empty list', name));
  return items;
}

function textAt(node: TreeNode, name: Gap): string {
  const text = stringOf(node);
  if (text === undefined || text.trim() === '')
    throw new Wrong(node, say('{0} must be a string that is not empty', name));
  return text;
}

/** A glob that stays below the folder of the configuration and is cheap to match. */
function globAt(node: TreeNode): string {
  const glob = textAt(node, 'files');
  const refusal = globRefusal(glob);
  if (refusal !== undefined) throw new Wrong(node, refusal);
  return glob;
}

function principalAt(node: TreeNode): Exclude<FindingsSource['principal'], undefined> {
  const arn = textAt(node, say('a principal'));
  const principal = principalOf(arn);
  if (principal === undefined) throw new Wrong(node, say('{0} is not the ARN of an IAM role or user', arn));
  return principal;
}

function accountAt(node: TreeNode): string {
  const account = textAt(node, 'account');
  if (!/^\d{12}$/.test(account)) throw new Wrong(node, say('{0} is not an account id: use its 12 digits', account));
  return account;
}

function actionAt(node: TreeNode): string {
  const action = textAt(node, say('an action'));
  const pattern = parseActionPattern(action);
  if (pattern.kind === 'malformed') throw new Wrong(node, say('{0}: {1}', action, pattern.reason));
  return action;
}

function dayAt(node: TreeNode): string {
  const day = textAt(node, 'until');
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  if (!isDay) throw new Wrong(node, say('until must be a date such as 2027-03-31, not {0}', day));
  return day;
}
