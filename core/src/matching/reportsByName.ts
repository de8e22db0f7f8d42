/**
 * Reports that name no principal. A principal without a finding gets the report whose file is named after it, if no
 * other principal with that name is known. Next to other findings, all reports that may be about the principal count.
 */
import { principalOf, type Principal } from '../findings/model.ts';
import type { PolicySubject, PrincipalName } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf } from './fileNames.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import type { FiledConfig, PolicyFile } from './policyFile.ts';
import { listed } from './wording.ts';

/** The report for a principal; none; or why it is unclear which of several principals it is about. */
export type ReportByName =
  | { readonly kind: 'report'; readonly report: FiledFinding }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly reason: Message };

/** Other principals in the same document, which may have the same name. */
export interface NamedBeside {
  readonly holders: readonly MatchedPrincipal[];
  /** The subjects of all policies in the document. */
  readonly subjects: readonly PolicySubject[];
}

/** Looks up the reports that may be about a principal. */
export interface UnnamedReports {
  /** For a principal without a finding: the report whose file is named after it. */
  readonly byName: (principal: MatchedPrincipal, beside: NamedBeside) => ReportByName;
  /** All reports that may be about the principal. They count next to its findings. */
  readonly about: (principal: MatchedPrincipal, file: PolicyFile, beside: NamedBeside) => readonly FiledFinding[];
}

export function createUnnamedReports(index: FindingsIndex, config: FiledConfig | undefined): UnnamedReports {
  const mapped = (config?.config.policies ?? []).flatMap(({ attachedTo }) =>
    attachedTo.map(({ principal }) => principal),
  );
  const namedIn = createNamesIn();
  const byName: UnnamedReports['byName'] = ({ name, arn }, { holders, subjects }) => {
    const [report, ...others] = index.named(name).length > 0 ? [] : index.reportsNamed(name);
    if (report === undefined || others.length > 0) return { kind: 'none' };
    const known: readonly (Principal | PrincipalName)[] = [
      ...[arn, ...holders.map((holder) => holder.arn)].flatMap((one) => principalOf(one ?? '') ?? []),
      ...namedIn(subjects, name),
      ...mapped,
      ...index.setAside(name).map(({ principal }) => principal),
      ...index.namedInBroken(name),
    ];
    const namesakes = known.filter((one) => one.name === name);
    if (!areSeveral(namesakes)) return { kind: 'report', report };
    const all = [...new Set(namesakes.map((one) => one.arn ?? `${one.type}/${name}`))].toSorted();
    const file = fileNameOf(report.places[0].file);
    return {
      kind: 'ambiguous',
      reason: say(
        '{0} does not say which principal it is about, and several are named {1} ({2}), so nothing is removed',
        file,
        name,
        listed(all),
      ),
    };
  };
  const isMapped = new Set(mapped.map(({ name }) => name));
  const knownBySubjects = new WeakMap<readonly PolicySubject[], (name: string) => boolean>();
  const knownNamesIn = (subjects: readonly PolicySubject[]): ((name: string) => boolean) => {
    const isNameKnown = (name: string): boolean =>
      namedIn(subjects, name).length > 0 ||
      isMapped.has(name) ||
      index.named(name).length + index.setAside(name).length > 0;
    const isKnown = knownBySubjects.get(subjects) ?? isNameKnown;
    knownBySubjects.set(subjects, isKnown);
    return isKnown;
  };
  return {
    byName,
    about: (principal, file, { holders, subjects }) => {
      const isHolder = (name: string): boolean => holders.some((holder) => holder.name === name);
      return index.reportsAbout(principal, file, { isKnown: knownNamesIn(subjects), isHolder });
    },
  };
}

/** Are they different principals, by type or account? One without an account may be any of its type. */
function areSeveral(namesakes: readonly (Principal | PrincipalName)[]): boolean {
  const types = new Set(namesakes.map(({ type }) => type));
  const arns = new Set(namesakes.flatMap(({ arn }) => arn ?? []));
  return types.size > 1 || arns.size > 1;
}

/** Looks up the principals that the policies of a document name. Cached, because a document may have thousands. */
function createNamesIn(): (subjects: readonly PolicySubject[], name: string) => readonly PrincipalName[] {
  const byDocument = new WeakMap<readonly PolicySubject[], ReadonlyMap<string, readonly PrincipalName[]>>();
  return (subjects, name) => {
    const names = byDocument.get(subjects) ?? groupedByName(subjects.flatMap(namesOf));
    byDocument.set(subjects, names);
    return names.get(name) ?? [];
  };
}

function namesOf({ attachment }: PolicySubject): readonly PrincipalName[] {
  if (attachment.kind === 'attached') return attachment.to;
  return attachment.kind === 'unclear' ? [...attachment.named, ...(attachment.others ?? [])] : [];
}

function groupedByName(named: readonly PrincipalName[]): ReadonlyMap<string, readonly PrincipalName[]> {
  const groups = new Map<string, PrincipalName[]>();
  for (const one of named) {
    const known = groups.get(one.name);
    if (known === undefined) groups.set(one.name, [one]);
    else known.push(one);
  }
  return groups;
}
