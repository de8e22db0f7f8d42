/** What actions could do beyond their own permission: privilege escalation, with its source. */
import type { Escalation } from '../../../core/src/actions/index.ts';
import { t } from '../lsp/language.ts';
import { escalationOf } from '../sources/escalations.ts';
import { names } from './markdown.ts';

/** The line about a single action, with a link to a page that describes it; empty if it is not known to escalate. */
export function escalationLine(action: string): string[] {
  const escalation = escalationOf(action);
  return escalation === undefined ? [] : [`${howOf(escalation)} ([${t('source')}](${escalation.source}))`];
}

/** The line about those of several actions that are known to escalate privileges; empty if none is. */
export function escalationsAmong(actions: readonly string[], most?: number): string[] {
  const escalating = actions.filter((action) => escalationOf(action) !== undefined);
  return escalating.length === 0 ? [] : [t('Can escalate privileges: {0}', names(escalating, most))];
}

function howOf({ kind }: Escalation): string {
  switch (kind) {
    case 'grants':
      return t('Can escalate privileges: it changes what a policy or a principal allows');
    case 'impersonates':
      return t('Can escalate privileges: it gives access to another user or role');
    case 'passes':
      return t('Can escalate privileges: it passes a role to a service, which then has its permissions');
    case 'runs':
      return t('Can escalate privileges: it runs code on a resource that has a role');
  }
}
