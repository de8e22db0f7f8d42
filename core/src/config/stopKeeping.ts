/** Takes actions out of the keep rules of a configuration, and checks the result. */
import { foldCase, foldedParts } from '../actions/foldCase.ts';
import { readJson } from '../text/json.ts';
import { say, type Message } from '../text/message.ts';
import { removeElements } from '../text/removeElements.ts';
import { spanEnd } from '../text/span.ts';
import { applyEdits, type TextEdit } from '../text/textEdit.ts';
import { elements, member, spanOf, type TreeNode } from '../text/tree.ts';
import type { Config, KeepEntry } from './config.ts';
import { plainConfig, type ConfigEdit } from './editConfig.ts';
import { actionMatcher } from './keepRules.ts';
import { readConfig } from './readConfig.ts';

/**
 * Removes action strings from the keep rules that `concerns` is true of, and rules that are left without any. `actions`
 * are action strings as the rules write them, in any letter case. An action that no rule writes is refused, although a
 * wildcard of a rule may match it: without that wildcard, other actions would no longer be kept either.
 */
export function stopKeeping(
  text: string,
  actions: readonly string[],
  concerns: (rule: KeepEntry) => boolean,
): ConfigEdit {
  const reading = readConfig(text);
  if (reading.kind === 'unreadable') return { kind: 'refused', reason: reading.error.message };
  const { keep } = reading.config;
  const concerned = keep.filter(concerns);
  const unnamed = actions.find((action) => !concerned.some((rule) => names(rule, action)));
  if (unnamed !== undefined) return { kind: 'refused', reason: notNamed(unnamed, concerned) };
  const stops = (rule: KeepEntry, action: string): boolean =>
    concerned.includes(rule) && actions.some((stopped) => foldCase(stopped) === foldCase(action));
  const edits = editsOf(text, keep, stops);
  const wanted = keep.flatMap((rule): KeepEntry[] => {
    const left = rule.actions.filter((action) => !stops(rule, action));
    return left.length === 0 ? [] : [{ ...rule, actions: left }];
  });
  const after = readConfig(applyEdits(text, edits) ?? '');
  const isRight = after.kind === 'read' && meaningOf(after.config) === meaningOf({ ...reading.config, keep: wanted });
  return isRight ? { kind: 'edit', edits } : { kind: 'refused', reason: say('the edit could not be made safely') };
}

function names({ actions }: KeepEntry, action: string): boolean {
  return actions.some((kept) => foldCase(kept) === foldCase(action));
}

function notNamed(action: string, rules: readonly KeepEntry[]): Message {
  const [service, name] = foldedParts(action);
  for (const { actions, line } of rules)
    for (const wildcard of actions)
      if (actionMatcher([wildcard])(service, name))
        return say('the keep rule in line {0} names {1}, not {2}: change it there', String(line), wildcard, action);
  return say('no keep rule that applies names {0}', action);
}

type Stops = (rule: KeepEntry, action: string) => boolean;

/** Whole rules are removed from the list of rules, single actions from the lists of the rules that stay. */
function editsOf(text: string, keep: readonly KeepEntry[], stops: Stops): TextEdit[] {
  const list = member(readJson(text).root, 'keep');
  const goes = (rule: KeepEntry): boolean => rule.actions.every((action) => stops(rule, action));
  const inRules = elements(list).flatMap((node, i) => {
    const rule = keep[i];
    return rule === undefined || goes(rule)
      ? []
      : cut(text, member(node, 'actions'), (at) => stops(rule, rule.actions[at] ?? ''));
  });
  const rules = cut(text, list, (i) => {
    const rule = keep[i];
    return rule !== undefined && goes(rule);
  });
  return [...inRules, ...rules].toSorted((a, b) => a.span.offset - b.span.offset);
}

/** The edits that remove elements of a list. A list of which nothing is left but white space becomes `[]`. */
function cut(text: string, list: TreeNode | undefined, isRemoved: (index: number) => boolean): TextEdit[] {
  if (list === undefined) return [];
  const span = spanOf(list);
  const edits = removeElements(text, { span, elements: elements(list).map(spanOf) }, isRemoved);
  if (edits.length === 0) return [];
  const inside = edits.map((edit) => ({ ...edit, span: { ...edit.span, offset: edit.span.offset - span.offset } }));
  const left = applyEdits(text.slice(span.offset, spanEnd(span)), inside) ?? '';
  return /^\[\s*\]$/.test(left) ? [{ span, newText: '[]' }] : edits;
}

/** The meaning of a configuration as a string, to compare two of them. */
function meaningOf(config: Config): string {
  return JSON.stringify(plainConfig(config));
}
