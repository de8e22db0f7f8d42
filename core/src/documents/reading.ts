/** The policies of a document and what was not read, as plain values. */
import type { Policy, UnreadPart } from '../policy/model.ts';
import type { PolicySubject } from '../policy/subject.ts';
import type { Message } from '../text/message.ts';
import type { SyntaxError } from '../text/tree.ts';
import type { ModuleFile } from './shapes/terraformModule.ts';
import type { Syntax } from './syntax.ts';

/** The result of reading a document. */
export interface DocumentReading {
  /** The syntax of the document. */
  readonly syntax: Syntax;
  /** The identity-based policies, in the order of the document. */
  readonly policies: readonly Policy[];
  /** Syntax errors. The policies were read as far as possible, but a document with errors must not be edited. */
  readonly errors: readonly SyntaxError[];
  /** Is there only a resource-based policy, to which no finding about a principal can apply? */
  readonly isResourceBased: boolean;
  /** Why a document without an identity-based policy is left alone: it is a trust policy, for example. */
  readonly leftAlone?: Message;
  /** The parts that were not read, in the policies and around them, in the order of the document. */
  readonly unread: readonly UnreadPart[];
  /**
   * May parts of statements other than actions decide who holds a policy, or do messages about holders name lines? Then
   * incremental reading is restricted.
   */
  readonly isTemplate: boolean;
  /** The policies come from `iam get-account-authorization-details`: the document is a copy of what is in AWS. */
  readonly isAccountCopy?: true;
  /** Placeholders were masked. Where they end can only be told from the whole text. */
  readonly isMasked?: true;
  /**
   * What the document says about its only policy, if it may be a file that a Terraform module names: the module may know
   * more.
   */
  readonly lone?: PolicySubject;
  /** Of a Terraform file: what it says about who holds the policies of its module. */
  readonly module?: ModuleFile;
}

/** A text and the result of reading it. */
export interface ReadDocument {
  readonly text: string;
  readonly reading: DocumentReading;
}
