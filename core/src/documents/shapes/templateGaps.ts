/** Finds the places in a template that may attach its policies to unknown holders. */
import { member, stringOf, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import { createNameIndex } from './nameIndex.ts';
import { memberTwice, unknownMacro, type Resource, type Template } from './template.ts';
import type { Attachments, Doubts } from './templateAttachments.ts';
import { macrosIn } from './templateMacros.ts';
import { mentionsIn } from './templateMentions.ts';

/** Why the holders of a template's policies are not all known. */
export interface Gaps {
  /** Why the holders of all policies are unclear. */
  readonly everywhere: Message | undefined;
  /** Why nothing is certain about a resource itself: its name, its policies, or what it attaches them to. */
  readonly ofResource: (resource: Resource) => Message | undefined;
  /** Why more may be attached than is written: a macro may return any reference. */
  readonly ofMacro: Message | undefined;
  /** Why the holders of a managed policy are unclear. Doubts about its known holders do not matter. */
  readonly ofPolicy: (id: string, isHolder: (holder: string) => boolean) => Message | undefined;
  readonly ofGroup: (id: string) => Message | undefined;
}

/** Finds the gaps. Visits every value of a template once. */
export function findGaps(template: Template, facts: Attachments): Gaps {
  const { lineOf } = template;
  const ids = new Map<string, 'policy' | 'group'>();
  for (const { id, type } of template.resources.values()) {
    if (type === 'AWS::IAM::ManagedPolicy') ids.set(id, 'policy');
    if (type === 'AWS::IAM::Group') ids.set(id, 'group');
  }
  const { policies, groups } = facts;
  const scan = mentionsIn(template, {
    ids,
    policies: createNameIndex(policies),
    all: createNameIndex([...policies, ...groups]),
    understood: facts.understood,
    unresolvedPlaces: facts.unresolvedPlaces,
  });
  const mentioned = (id: string): Message | undefined => {
    const mention = scan.mentions.get(id);
    return mention && mentionInWords(mention, id, template);
  };
  const macro = unknownMacro(template);
  const atLine = (node: TreeNode | undefined, says: (line: string) => Message): Message | undefined =>
    node && says(String(lineOf(node.offset)));
  const twice = memberTwice(template);
  const macros = macrosIn(template, scan.macros);
  const ofMacro = atLine(macros.first, mayAttach);
  return {
    everywhere:
      macro === undefined
        ? (atLine(macros.ofAll, mayAttach) ??
          (twice &&
            say(
              'line {0}: duplicate key {1}: it is not defined which one applies',
              String(lineOf(twice.offset)),
              stringOf(twice) ?? '',
            )))
        : say('the macro {0} changes the template and may attach policies to other principals', macro.name),
    ofResource: (resource) =>
      atLine(macros.of(resource), (line) => say('line {0} calls a macro, which may change {1}', line, resource.id)),
    ofMacro,
    ofPolicy: (id, isHolder) =>
      ofMacro ??
      mentioned(id) ??
      atLine(doubtAmong(facts.doubtful.get(id) ?? [], isHolder), (line) =>
        say('line {0} may attach it to another principal', line),
      ) ??
      atLine(doubtAmong([facts.unresolvedPolicies], isHolder), (line) =>
        say('line {0} attaches a computed policy, which may be this one', line),
      ) ??
      atLine(scan.computed, (line) => say('line {0} refers to something computed, which may be this policy', line)),
    ofGroup: (id) =>
      ofMacro ??
      mentioned(id) ??
      atLine(facts.unresolvedMember, (line) => say('line {0} adds a user whose name is computed to a group', line)),
  };
}

function mayAttach(line: string): Message {
  return say('line {0} calls a macro, which may attach policies to other principals', line);
}

/** The first place where a policy may be attached to a principal that is not among its known holders. */
function doubtAmong(all: readonly Doubts[], isHolder: (holder: string) => boolean): TreeNode | undefined {
  for (const doubts of all) for (const [holder, node] of doubts) if (!isHolder(holder)) return node;
  return undefined;
}

function mentionInWords(node: TreeNode, id: string, { root, lineOf }: Template): Message {
  const line = String(lineOf(node.offset));
  const outputs = member(root, 'Outputs');
  const isOutput =
    outputs !== undefined && node.offset > outputs.offset && node.offset < outputs.offset + outputs.length;
  return isOutput
    ? say('an Output in line {0} exposes {1}, so other principals may have it', line, id)
    : say('line {0} mentions {1} in a way that is not understood', line, id);
}
