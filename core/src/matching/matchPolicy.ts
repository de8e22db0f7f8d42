import type { Config, PolicyMapping } from '../config/config.ts';
import type { Principal } from '../findings/model.ts';
import type { Attachment, PrincipalName } from '../policy/subject.ts';
import { stems, type FiledFinding, type FindingsIndex } from './findingsIndex.ts';
import { say, type Message } from '../text/message.ts';

/** A `.iam-refine.json` that holds for a policy. */
export interface FiledConfig {
  /** The file, as messages name it. */
  readonly file: string;
  readonly config: Config;
}

/** Where a policy stands. */
export interface PolicyFile {
  /** The names of the folders from the workspace down to the file, and the file's. */
  readonly segments: readonly string[];
  /** Its folder, in the form in which the findings' files are named. */
  readonly folder: string;
  /** Its path from the folder of the configuration down, with `/`; absent where there is none. */
  readonly pathInConfig?: string | undefined;
}

/** Does a glob match a path? Both with `/`. The caller brings the library. */
export type GlobMatcher = (glob: string, path: string) => boolean;

/** Whose policy it is, and how that was decided. */
export type Match =
  /** It is attached to these. Those without a finding have an empty one. */
  | { readonly kind: 'principals'; readonly principals: readonly MatchedPrincipal[]; readonly why: Message }
  /** A finding that names no principal speaks for it. */
  | { readonly kind: 'bare'; readonly finding: FiledFinding; readonly why: Message }
  /** One of these is meant, and nothing says which. */
  | { readonly kind: 'ambiguous'; readonly principals: readonly Principal[] }
  | { readonly kind: 'none'; readonly reason: Message };

/** A principal of a policy; `arn` is absent where only its name is known and no finding has it. */
export interface MatchedPrincipal {
  readonly name: string;
  readonly arn?: string | undefined;
}

export interface MatchInput {
  readonly file: PolicyFile;
  readonly config?: FiledConfig | undefined;
  readonly attachment: Attachment;
  readonly index: FindingsIndex;
  readonly matchesGlob: GlobMatcher;
}

/**
 * Whose policy it is. The first that answers:
 *
 * 1. `.iam-refine.json`: the first entry of `policies` whose glob matches the file.
 * 2. What the document says of itself. A name without an account stands for the principal of that name; a folder named with an account id
 *    chooses between accounts.
 * 3. The path: the file's stem, or a folder above it inside the workspace, is the name of exactly one principal with a finding.
 * 4. The folder: a finding that names no principal speaks for the policies of its own folder, if it is the only one there.
 */
export function matchPolicy(input: MatchInput): Match {
  return byConfig(input) ?? byDocument(input) ?? byPath(input) ?? byFolder(input) ?? nobody;
}

const nobody: Match = { kind: 'none', reason: say('neither the file nor a folder above it is named after a principal with a finding') };

function byConfig({ file: { pathInConfig }, config, matchesGlob }: MatchInput): Match | undefined {
  const mapping = config?.config.policies.find(({ files }) => pathInConfig !== undefined && matchesGlob(files, pathInConfig));
  if (mapping === undefined || config === undefined) return undefined;
  return { kind: 'principals', principals: principalsOf(mapping), why: say('by {0}, line {1}', config.file, String(mapping.line)) };
}

function principalsOf({ attachedTo }: PolicyMapping): MatchedPrincipal[] {
  const arns = new Map(attachedTo.map(({ principal }) => [principal.arn, principal]));
  return [...arns.values()].map(({ arn, name }) => ({ arn, name }));
}

function byDocument({ attachment, file: { segments }, index }: MatchInput): Match | undefined {
  switch (attachment.kind) {
    case 'unsaid':
      return undefined;
    case 'unclear':
      return { kind: 'none', reason: attachment.reason };
    case 'attached': {
      const found = attachment.to.map((named) => inAccount(principalsFor(named, index), segments));
      const unclear = found.find((principals) => principals.length > 1);
      if (unclear !== undefined) return { kind: 'ambiguous', principals: unclear };
      const principals = attachment.to.map(({ name, arn }, i) => ({ name, arn: arn ?? found[i]?.[0]?.arn }));
      return { kind: 'principals', principals, why: attachment.says };
    }
  }
}

function principalsFor({ type, name, arn }: PrincipalName, index: FindingsIndex): readonly Principal[] {
  return index.named(name).filter((principal) => (arn === undefined ? principal.type === type : principal.arn === arn));
}

function byPath({ file: { segments }, index }: MatchInput): Match | undefined {
  const folders = segments.slice(0, -1);
  const names = [...new Set([...stems(segments.at(-1) ?? ''), ...folders])].filter((name) => name !== '');
  const candidates = inAccount(
    names.flatMap((name) => index.named(name)),
    segments,
  );
  if (candidates.length > 1) return { kind: 'ambiguous', principals: candidates };
  const [only] = candidates;
  if (only !== undefined) return { kind: 'principals', principals: [{ name: only.name, arn: only.arn }], why: say('by its path') };
  const [report, ...others] = names.flatMap((name) => index.reportsNamed(name));
  return report !== undefined && others.length === 0 ? { kind: 'bare', finding: report, why: say('by the name of the report') } : undefined;
}

/** Of principals in several accounts, those of an account that a folder is named with; all where none is. */
function inAccount(principals: readonly Principal[], segments: readonly string[]): readonly Principal[] {
  const inside = principals.filter(({ account }) => segments.slice(0, -1).includes(account));
  const chosen = inside.length > 0 ? inside : principals;
  return [...new Map(chosen.map((principal) => [principal.arn, principal])).values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

function byFolder({ file: { folder }, index }: MatchInput): Match | undefined {
  const [only, ...others] = index.inFolder(folder);
  return only !== undefined && others.length === 0 ? { kind: 'bare', finding: only, why: say('by its folder') } : undefined;
}
