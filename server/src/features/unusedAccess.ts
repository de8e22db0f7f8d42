import { visible } from '../../../core/src/text/index.ts';
import type { UnusedAccess } from '../../../protocol/src/index.ts';
import type { Analyser, DocumentSurvey } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import { countFindings, searchPolicies, syntaxError, type PolicySearch, type SearchedFile } from './policySearch.ts';
import { joinKept, nothingShown, shownOf, type ShownOfDocument } from './shownPolicies.ts';

export interface WorkspaceSurvey extends PolicySearch<DocumentSurvey> {
  readonly folders: () => readonly string[];
  readonly indexFor: Analyser['indexFor'];
}

/**
 * Surveys every file of the workspace that may contain a policy: finds those with unused actions, and those that cannot
 * be checked.
 */
export async function unusedAccess(survey: WorkspaceSurvey): Promise<UnusedAccess> {
  const { platform, indexFor, folders } = survey;
  const all: ShownFile[] = [];
  const ignored = { files: 0, folders: 0 };
  const findings = await countFindings(folders(), indexFor);
  for await (const searched of searchPolicies(folders(), survey)) {
    if (searched.kind !== 'ignored') {
      all.push(shownFile(searched, platform.now()));
      continue;
    }
    ignored.files += searched.files;
    ignored.folders += searched.folders;
  }
  return joined(all, { findings, ignored });
}

/** What the view shows of a file. */
interface ShownFile {
  readonly shown: ShownOfDocument;
  readonly silent: UnusedAccess['silent'];
}

function shownFile(searched: Exclude<SearchedFile<DocumentSurvey>, { kind: 'ignored' }>, now: number): ShownFile {
  const { file } = searched;
  if (searched.kind === 'unchecked')
    return { shown: nothingShown, silent: [{ uri: searched.uri, file, reason: searched.reason }] };
  const { document, found } = searched;
  const shown = shownOf({ document, found, file }, now);
  const unchecked = syntaxError(found.reading, document.getText()) ?? uncheckedReason(found);
  if (unchecked === undefined) return { shown, silent: [] };
  const reason = visible(shown.policies.length === 0 ? unchecked : t('partly: {0}', unchecked));
  return { shown, silent: [{ uri: document.uri, file, reason }] };
}

function joined(
  all: readonly ShownFile[],
  { findings, ignored }: Pick<UnusedAccess, 'findings' | 'ignored'>,
): UnusedAccess {
  return {
    policies: all.flatMap(({ shown }) => shown.policies),
    roles: all.flatMap(({ shown }) => shown.roles),
    // Without any finding, that none applies is told once, with how to fetch them.
    undecided: all.flatMap(({ shown }) => shown.undecided).filter(({ kind }) => findings > 0 || kind !== 'unmatched'),
    kept: joinKept(all.flatMap(({ shown }) => shown.kept)),
    silent: all.flatMap(({ silent }) => silent),
    ignored,
    findings,
  };
}

/** Why a policy or a part of it is not checked; `undefined` if findings apply to all policies, and all was read. */
function uncheckedReason({ policies, reading }: DocumentSurvey): string | undefined {
  const unmatched = policies.map(({ match }) => match).find((match) => match.kind !== 'matched');
  const reason = unmatched?.reason ?? reading.unread[0]?.reason;
  return reason && told(reason);
}
