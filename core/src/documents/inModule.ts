/** Adds to the policies of a Terraform file what all files of its module say about their holders. */
import type { DocumentReading } from './reading.ts';
import { holdersInModule, type ModuleSubject } from './shapes/terraformHolders.ts';
import { asBroken, moduleFileOf, type ModuleFile } from './shapes/terraformModule.ts';
import { placesIn } from '../text/place.ts';
import type { Syntax } from './syntax.ts';

/** The files of the module of a document: those of its folder, each as it is on disk or in the editor now. */
export interface ModuleSource {
  /** The name of the document's file, for messages. */
  readonly file: string;
  /** The document's own file may be older than the document, or be missing. The same list for all files of a module. */
  readonly files: readonly ModuleFile[];
}

/** Is a file part of the module of its folder, by its name? Terraform and OpenTofu pass over hidden files. */
export function isModuleFile(name: string): boolean {
  return /^(?!\.).*\.(?:tf|tofu)(?:\.json)?$/i.test(name);
}

/** The files that may be part of a module. */
export const moduleGlobs: readonly string[] = ['*.tf', '*.tofu', '*.tf.json', '*.tofu.json'];

/** A file of a module that cannot be read: it may say anything. */
export function unreadModuleFile(file: string): ModuleFile {
  return { file, blocks: [], isBroken: true };
}

/** What a file says about who holds the policies of its module; `undefined` for a file that is no configuration. */
export function readModuleFile(text: string, file: string, syntax: Syntax): ModuleFile | undefined {
  try {
    return factsIn(text, file, syntax);
  } catch (thrown) {
    // Values that are nested too deeply exhaust the stack.
    if (!(thrown instanceof RangeError)) throw thrown;
    return asBroken(unreadModuleFile(file), text);
  }
}

function factsIn(text: string, file: string, syntax: Syntax): ModuleFile | undefined {
  const { root, errors } = syntax.parse(text);
  const places = placesIn(text);
  const isConfiguration = syntax.isConfiguration === true || isModuleFile(file);
  const facts = moduleFileOf(root, file, { text, lineOf: (offset) => places(offset).line, isConfiguration });
  if (errors.length === 0 && (facts !== undefined || !isConfiguration)) return facts;
  return asBroken(facts ?? unreadModuleFile(file), text);
}

/**
 * The reading with the holders of its policies. Other documents than Terraform's are returned as they are. Never throws: a
 * module that exhausts the stack says nothing, so that the holders of its policies stay unclear.
 */
export function inModule(reading: DocumentReading, source: ModuleSource): DocumentReading {
  try {
    return placedIn(reading, source);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return reading;
  }
}

function placedIn(reading: DocumentReading, { file, files }: ModuleSource): DocumentReading {
  const { module, policies } = reading;
  if (module === undefined || policies.every(({ subject: { address } }) => address === undefined)) return reading;
  const subjectAt = holdersWith({ ...module, file }, files);
  const subjects = policies.map(({ subject: { address } }) => (address === undefined ? undefined : subjectAt(address)));
  const unnamedInAll = new Set(subjects.flatMap((subject) => subject?.unnamed ?? [])).size;
  return {
    ...reading,
    policies: policies.map((policy, i) => {
      const found = subjects[i];
      return found === undefined
        ? policy
        : { ...policy, subject: { ...policy.subject, ...subjectOf(found, unnamedInAll) } };
    }),
  };
}

type Holders = ReturnType<typeof holdersInModule>;

/** The holders by lists of files, each of which is put together once for all its documents. */
const remembered = new WeakMap<readonly ModuleFile[], Holders>();

/** The holders by the files of a module with one of them as it is now, which may differ from what the list has. */
function holdersWith(now: ModuleFile, files: readonly ModuleFile[]): Holders {
  const listed = files.find(({ file }) => file === now.file);
  if (listed === undefined || JSON.stringify(listed) !== JSON.stringify(now))
    return holdersInModule([now, ...files.filter((one) => one !== listed)]);
  const holders = remembered.get(files) ?? holdersInModule(files);
  remembered.set(files, holders);
  return holders;
}

function subjectOf(
  { attachment, policyType, isCombined, resource, resources, declared }: ModuleSubject,
  unnamedInAll: number,
) {
  const isUnnamed = attachment.kind === 'unclear' && (attachment.missing ?? 0) > 0;
  return {
    attachment: isUnnamed ? { ...attachment, unnamedInAll } : attachment,
    policyType,
    resource,
    resources,
    declared,
    ...(isCombined ? { isCombined: true as const } : {}),
  };
}
