/** The unused access of a workspace, as the view Unused Access shows it. */
import type { AccessLevel, Risk } from '../../core/src/actions/index.ts';
import type { AccountChoices } from './requests.ts';

/** A request of the client: what is unused in the policies of the workspace, and which policies are not decided. */
export const unusedAccessRequest = 'iamRefine/unusedAccess';

/** The unused access in the workspace. */
export interface UnusedAccess {
  /** The policies with unused actions. */
  readonly policies: readonly UnusedPolicy[];
  /** The policies of roles that are unused themselves. */
  readonly roles: readonly PolicyOfUnusedRole[];
  /** The policies of which no finding tells what is unused. If there are no findings at all, only those that are blocked. */
  readonly undecided: readonly UndecidedPolicy[];
  /** The keep rules that keep unused actions, each once. */
  readonly kept: readonly KeptByRule[];
  /** Files with a policy, or with a possible one, that could not be checked completely, with the reason. */
  readonly silent: readonly { readonly uri: string; readonly file: string; readonly reason: string }[];
  /** How many files and folders `.gitignore` files exclude. */
  readonly ignored: { readonly files: number; readonly folders: number };
  /** How many files with findings there are, even if they are broken. Only if it is 0, there are none. */
  readonly findings: number;
}

/** Where a policy is. */
export interface PolicyAt {
  readonly uri: string;
  /** The path of the file in the workspace folder, for people. */
  readonly file: string;
  /** Its index in the document, and the mark of its text; of a policy with unused actions, also of these. */
  readonly policy: number;
  readonly mark: string;
  /** The name of the policy in its document, if there are several policies. */
  readonly name?: string;
  /** The position of its `Statement`, from 0. */
  readonly line: number;
  readonly character: number;
}

/** A principal, by the name that people know, and its account; the account is absent if the finding does not tell. */
export interface ShownPrincipal {
  readonly name: string;
  readonly account?: string;
}

/** A policy with unused actions. */
export interface UnusedPolicy extends PolicyAt {
  /** Empty if the finding names none. */
  readonly principals: readonly ShownPrincipal[];
  /** The age of the finding (`2 months ago`); absent if it has no time. */
  readonly age?: string;
  /** Why the findings must be confirmed before anything is removed; absent if they need not be. */
  readonly doubt?: { readonly kind: 'stale' | 'too-new' | 'unconfirmed'; readonly reason: string };
  /** Why the policy cannot be edited; absent if it can. */
  readonly readOnly?: string;
  /** All that it allows is unused: it can only be detached or deleted. */
  readonly isWhollyUnused: boolean;
  readonly services: readonly { readonly service: string; readonly actions: readonly UnusedAction[] }[];
}

/** A policy of a role that is unused itself. */
export interface PolicyOfUnusedRole extends PolicyAt {
  readonly principal: ShownPrincipal;
  /** `last used 2026-03-01`, or `never used`. */
  readonly lastUse: string;
}

/** A policy of which no finding tells what is unused, with the reason. */
export interface UndecidedPolicy extends PolicyAt {
  /**
   * `ambiguous`: several principals match, the user can choose. `blocked`: a finding or the configuration cannot be
   * used. `unmatched`: no finding applies.
   */
  readonly kind: 'ambiguous' | 'blocked' | 'unmatched';
  readonly reason: string;
  /** Only if it is ambiguous because principals of one name are in several accounts: one of them may be chosen. */
  readonly accounts?: AccountChoices;
}

/** A keep rule of a `.iam-refine.json` that keeps unused actions. */
export interface KeptByRule {
  /** The configuration, as messages name it, the line of the rule from 1, and its offset, which tells it from others. */
  readonly file: string;
  readonly configUri: string;
  readonly line: number;
  readonly offset: number;
  /** The action strings of the rule. */
  readonly patterns: readonly string[];
  readonly reason: string;
  /** The last day on which it applies, `YYYY-MM-DD`; absent: it never expires. */
  readonly until?: string;
  /** A document whose policy it applies to. */
  readonly uri: string;
  /** The unused actions that it keeps, in all policies, each once. */
  readonly actions: readonly string[];
}

/** The access levels of the Service Authorization Reference, the most dangerous first. */
export const levelsByDanger: readonly AccessLevel[] = ['Permissions management', 'Write', 'Tagging', 'Read', 'List'];

/** What actions put at risk, the worst first: known privilege escalations, then the access levels. */
export const risksByDanger: readonly Risk[] = ['Privilege escalation', ...levelsByDanger];

/** An unused action of a policy. */
export interface UnusedAction {
  /** `service:Name`. */
  readonly action: string;
  /** Absent if the catalogue does not know the access level. */
  readonly level?: AccessLevel;
  /** The access level, or a known privilege escalation; absent if neither is known. */
  readonly risk?: Risk;
  /** The action string of the policy that allows the action, and its position (from 0). */
  readonly text: string;
  readonly line: number;
  readonly character: number;
}
