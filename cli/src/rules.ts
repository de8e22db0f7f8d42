import page from '../../docs/problems.md';
import type { ProblemCode } from '../../core/src/index.ts';

/** The explanation of a problem code, for other programs. */
export interface Rule {
  /** One line. */
  readonly title: string;
  /** One paragraph without markup. */
  readonly description: string;
  /** All that is known, in Markdown and without markup. */
  readonly help: { readonly markdown: string; readonly text: string };
}

const titles: Readonly<Record<ProblemCode, string>> = {
  'action.unused': 'An action is reported unused',
  'wildcard.partly-unused': 'Some actions of a wildcard are reported unused',
  'statement.unused': 'Everything a statement allows is reported unused',
  'policy.unused': 'Everything a policy allows is reported unused',
  'action.unknown': 'The action catalogue does not list an action',
  'service.unknown': 'The action catalogue does not list a service',
  'action.misspelled': 'An action is nearly, but not quite, a known one',
  'finding.ambiguous': 'Findings of several principals may apply to a policy',
  'finding.incomplete': 'Not enough is known to remove anything',
  'finding.stale': 'A finding is old, or older than the policy',
  'finding.unreadable': 'A findings file cannot be read',
  'role.unused': 'A role is reported unused as a whole',
  'recommendation.compared': 'AWS also has a recommendation for a policy',
  'policy.too-large': 'A policy has more characters than IAM accepts',
  'config.unreadable': 'A .iam-refine.json cannot be used',
  'keep.expired': 'A keep rule in .iam-refine.json has expired',
  'document.too-large': 'A document is too large to be analysed in the editor',
  'policy.unread': 'A part that contains or may contain permissions was not read',
  'finding.too-new': 'A policy is too new for a report to tell what is unused',
  'action.malformed': 'IAM rejects an action string',
  'problems.more': 'A document has more problems than are listed',
};

/** The explanation of a code, from its section of `docs/problems.md`. */
export function ruleFor(code: ProblemCode): Rule {
  const markdown = sections.get(code) ?? titles[code];
  const text = plain(markdown);
  return { title: titles[code], description: withoutSeverity(text.split('\n\n')[0] ?? ''), help: { markdown, text } };
}

/** The sections by heading. */
const sections: ReadonlyMap<string, string> = new Map(
  page.split(/^## /m).map((section) => {
    const end = section.indexOf('\n');
    return [section.slice(0, end).trim(), section.slice(end).trim()];
  }),
);

/** Markdown with one line for each paragraph, without marks for emphasis and code. */
function plain(markdown: string): string {
  return markdown
    .replace(/\*\*|`/g, '')
    .replace(/(?<![\w.])_([^_]+)_(?!\w)/g, '$1')
    .replace(/(?<!\n)\n(?!\n|- )/g, ' ');
}

/** Removes the default severity from the start of a section: a SARIF log has its own member for it. */
function withoutSeverity(text: string): string {
  return text.replace(/^(?:Error|Warning|Information|Hint)\. /, '');
}
