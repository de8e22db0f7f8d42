/** Adds to the policy of a file what the Terraform modules that name the file say about its holders. */
import type { Attachment, DeclaredResources, PolicySubject } from '../policy/subject.ts';
import { distinctPrincipals } from '../policy/principals.ts';
import { say } from '../text/message.ts';
import type { DocumentReading } from './reading.ts';
import { attachedTo, unclear } from './shapes/placedPolicy.ts';
import { holdersOfFile, mayTakeFile, namesFile, type FileSubject } from './shapes/terraformFileHolders.ts';
import { mayNameFile } from './shapes/terraformFiles.ts';
import type { ModuleFile } from './shapes/terraformModule.ts';

/** A module that may name a document. */
export interface NearModule {
  /** The path of its folder for messages, with `/`; empty for the top folder. */
  readonly folder: string;
  /** The path of the document from the folder, with `/`. */
  readonly path: string;
  /** All files of the module. */
  readonly files: readonly ModuleFile[];
}

/** May a module name the file of a document, because that holds one policy and nothing else? */
export function mayBeNamed({ lone }: DocumentReading): boolean {
  return lone !== undefined && lone.attachment.kind !== 'no-principal';
}

/** Does a module name the document, or may it, or may it take it if another names it? */
export function mayName(module: NearModule): boolean {
  return mayTakeFile(module.files, module);
}

/** May a file of a module name others? A search for words. */
export function mayNameFiles(text: string): boolean {
  return mayNameFile.test(text);
}

/**
 * The reading with the holders of its policy. All modules that name the file count together, and what the document says
 * itself. A document that no module names is returned as it is.
 */
export function namedByModules(reading: DocumentReading, modules: readonly NearModule[]): DocumentReading {
  const { lone, policies } = reading;
  if (lone === undefined || !mayBeNamed(reading)) return reading;
  const isNamed = modules.some((module) => namesFile(module.files, module));
  const found = (isNamed ? modules : []).flatMap(
    ({ folder, path, files }) => holdersOfFile(shownIn(folder, files), { path, folder }) ?? [],
  );
  if (found.length === 0 && policies.every(({ subject }) => subject === lone)) return reading;
  return {
    ...reading,
    policies: policies.map((policy) => {
      const subject = found.length === 0 ? lone : subjectOf(found, lone);
      const statements =
        subject.isCombined === true
          ? policy.statements.map((statement) => ({ ...statement, hasSid: true as const }))
          : policy.statements;
      return { ...policy, subject, statements };
    }),
  };
}

const shownLists = new WeakMap<readonly ModuleFile[], Map<string, readonly ModuleFile[]>>();

/** The files with their folder in their names, for messages: one list for all documents that the module names. */
function shownIn(folder: string, files: readonly ModuleFile[]): readonly ModuleFile[] {
  if (folder === '') return files;
  const known = shownLists.get(files) ?? new Map<string, readonly ModuleFile[]>();
  shownLists.set(files, known);
  const shown = known.get(folder) ?? files.map((one) => ({ ...one, file: `${folder}/${one.file}` }));
  known.set(folder, shown);
  return shown;
}

function subjectOf(found: readonly FileSubject[], lone: PolicySubject): PolicySubject {
  const [first, ...others] = found;
  const only = others.length === 0 ? first : undefined;
  return {
    ...lone,
    attachment: joined([...ownAttachment(lone), ...found.map(attachmentBy)]),
    policyType: only?.policyType ?? lone.policyType,
    ...(only === undefined ? {} : { resource: only.resource }),
    resources: [...new Set(found.flatMap(({ resources }) => resources))],
    declared: only?.declared ?? declaredByAll(found),
    ...(found.some(({ isCombined }) => isCombined) ? { isCombined: true as const } : {}),
  };
}

/** What several modules declare together. A state is of one of them, so it shows no names. */
function declaredByAll(found: readonly FileSubject[]): DeclaredResources {
  const policies = new Map<string, readonly string[]>();
  for (const { declared } of found)
    for (const [address, names] of declared.policies ?? [])
      policies.set(address, [...(policies.get(address) ?? []), ...names]);
  return { resources: new Map(), others: 'any', isInState: true, policies };
}

function ownAttachment({ attachment }: PolicySubject): readonly Attachment[] {
  return attachment.kind === 'unspecified' ? [] : [attachment];
}

/** A policy that is attached names the place by which that is known. */
function attachmentBy({ attachment, unnamed, at: { file, line } }: FileSubject): Attachment {
  if (attachment.kind === 'attached') return { ...attachment, says: say('by {0}, line {1}', file, String(line)) };
  const isUnnamed = attachment.kind === 'unclear' && (attachment.missing ?? 0) > 0;
  return isUnnamed ? { ...attachment, unnamedInAll: unnamed.length } : attachment;
}

/** The holders by all that names them. Whatever one does not know, is not known. */
function joined([first = { kind: 'unspecified' }, ...others]: readonly Attachment[]): Attachment {
  return others.reduce<Attachment>(both, first);
}

function both(one: Attachment, other: Attachment): Attachment {
  if (one.kind === 'no-principal' && other.kind === 'no-principal') return one;
  const named = distinctPrincipals([...namedIn(one), ...namedIn(other)]);
  if (one.kind === 'attached' && other.kind === 'attached') return attachedTo(named, one.says);
  const open = [one, other].find(({ kind }) => kind === 'unclear');
  if (open?.kind === 'unclear') return { ...unclear(open.reason, named), group: open.group };
  const [reason] = [one, other].flatMap((each) => (each.kind === 'no-principal' ? [each.reason] : []));
  return reason === undefined ? one : unclear(say('it is used twice: {0}', reason), named);
}

function namedIn(attachment: Attachment) {
  if (attachment.kind === 'attached') return attachment.to;
  return attachment.kind === 'unclear' ? attachment.named : [];
}
