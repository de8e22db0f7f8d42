/** What a case of the command line tool is: files, what is run in their folder, and the whole of what comes of it. */

/** A folder, and what comes of running the tool in a copy of it. */
export interface Case {
  /** What of the rule it shows. */
  readonly what: string;
  /** The folder in `test/fixtures/cases` that is copied; absent: an empty one. */
  readonly folder?: string;
  /** Files that are written over it; `null` removes one. What is no text is written as JSON. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly runs: readonly CaseRun[];
}

/** One run. Each begins with the files as they were. */
export interface CaseRun {
  /** The arguments, between blanks. */
  readonly args: string;
  /** Where it is run, from the folder of the case; absent: there. */
  readonly cwd?: string;
  readonly code: 0 | 1 | 2;
  /** The lines. */
  readonly stdout?: readonly string[];
  readonly stderr?: readonly string[];
  /**
   * Of each file that was changed the lines that went (`-`) and that came (`+`), in the order of the file. Of any other
   * file nothing changes.
   */
  readonly changes?: Readonly<Record<string, readonly string[]>>;
}

export const catalogue = 'the action catalogue from 2026-09-26';

/** What `check` tells of the actions that a file keeps, and of which AWS does not record the use. */
export function untracked(file: string, ...actions: readonly string[]): string {
  const names = actions.length === 0 ? ['s3:GetObject'] : actions;
  const [its, it] = names.length === 1 ? ['its', 'it'] : ['their', 'them'];
  return `${file}: kept: ${names.join(', ')} (as of 2026-08-22, AWS does not track ${its} use, so no finding can name ${it})`;
}

/** The last line where all policies were checked. */
export function checked(problems: number, policies: number = 1): string {
  const count = problems === 0 ? 'nothing is reported unused' : problems === 1 ? '1 problem' : `${problems} problems`;
  return `${policies === 1 ? '1 policy' : `${policies} policies`} checked against ${catalogue}: ${count}`;
}

/** As {@link checked}, of one policy: something is reported unused, and kept for a reason. */
export const allKept: string = `1 policy checked against ${catalogue}: nothing can be removed, because what is reported unused is kept`;

/** The line of `fix` for a file that it changed. */
export function removed(file: string, actions: number, whose: string, kept: number): string {
  return `${file}: removed ${actions === 1 ? '1 action' : `${actions} actions`} unused by ${whose}, kept ${kept} (checked against ${catalogue})`;
}

/** A run of `fix` that leaves the file alone. */
export function left(args: string, code: string, reason: string): CaseRun {
  const file = fileIn(args);
  return { args, code: 1, stdout: [`${file}: left unchanged`], stderr: [`${file}: ${code}: ${reason}`] };
}

/** As {@link left}: who holds the policy is not known, for this reason. */
export function leftOpen(args: string, reason: string): CaseRun {
  return left(
    args,
    'finding.incomplete',
    `not all principals with this policy are known (${reason}), so nothing is removed`,
  );
}

/** A run of `check` that says why the one policy of the file was not checked, at a place of it. */
export function blocked(args: string, place: string, code: string, reason: string): CaseRun {
  const kind = code === 'finding.ambiguous' ? 'ambiguous' : 'blocked';
  const problem = `${fileIn(args)}:${place}: information: ${reason} [${code}]`;
  return { args, code: 0, stdout: [problem, `1 policy: none checked, 1 ${kind}; 1 problem`] };
}

/** A run of `check` or `fix` that finds no finding for the one policy of the file. */
export function unmatched(args: string, reason: string): CaseRun {
  const file = fileIn(args);
  const said = args.startsWith('check')
    ? '1 policy: none checked, 1 not matched to a finding'
    : `${file}: left unchanged`;
  return { args, code: 0, stdout: [said], stderr: [`${file}: no finding applies to this policy: ${reason}`] };
}

/** A run of `fix` that does all there is to do in one file, in which these lines go and come. */
export function fixed(args: string, line: string, ...lines: readonly string[]): CaseRun {
  return { args, code: 0, stdout: [line], changes: { [fileIn(args)]: lines } };
}

function fileIn(args: string): string {
  return args.split(' ')[1] ?? '';
}

const account = '111122223333';

export function roleArn(name: string, of: string = account): string {
  return `arn:aws:iam::${of}:role/${name}`;
}

export function userArn(name: string): string {
  return `arn:aws:iam::${account}:user/${name}`;
}

/** The role that Identity Center makes for a permission set in an account. */
export function permissionSetRole(name: string, of: string = account, suffix: string = '0123456789abcdef'): string {
  return `arn:aws:iam::${of}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${name}_${suffix}`;
}

export function statement(...actions: readonly unknown[]): object {
  return { Effect: 'Allow', Action: actions, Resource: '*' };
}

export function policy(...statements: readonly unknown[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** One that allows something that the findings of the cases call unused, and something that they do not. */
export const getAndPut: object = policy(statement('s3:GetObject', 's3:PutObject'));

type ActionsByService = Readonly<Record<string, readonly string[] | null>>;

/**
 * An active finding about unused permissions; `null` for a service as a whole. `whose`: the name of a role, or an ARN.
 */
export function finding(whose: string, unused: ActionsByService = { s3: ['PutObject'] }, fields: object = {}): object {
  return {
    analyzedAt: '2026-11-20T08:00:00Z',
    createdAt: '2026-09-01T08:00:00Z',
    updatedAt: '2026-11-20T08:00:00Z',
    id: `f-${whose}`,
    resource: whose.startsWith('arn:') ? whose : roleArn(whose),
    resourceType: whose.includes(':user/') ? 'AWS::IAM::User' : 'AWS::IAM::Role',
    resourceOwnerAccount: /::(\d{12}):/.exec(whose)?.[1] ?? account,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    findingDetails: Object.entries(unused).map(([serviceNamespace, actions]) => ({
      unusedPermissionDetails: {
        serviceNamespace,
        ...(actions === null ? {} : { actions: actions.map((action) => ({ action })) }),
      },
    })),
    ...fields,
  };
}

/** As `list-findings-v2` lists it: without the names of the actions. */
export function listedFinding(whose: string, id: string): object {
  const { findingDetails: _, ...rest } = finding(whose, {}, { id }) as { findingDetails: unknown };
  return { findings: [rest] };
}

/** A last-accessed report about the service S3, last accessed by the role the day before. */
export function report(whose: string, actions: readonly object[], ofService: object = {}, fields: object = {}): object {
  return {
    JobStatus: 'COMPLETED',
    JobType: 'ACTION_LEVEL',
    JobCreationDate: '2026-11-25T09:00:00Z',
    JobCompletionDate: '2026-11-25T09:00:05Z',
    IsTruncated: false,
    ServicesLastAccessed: [
      {
        ServiceName: 'Amazon S3',
        ServiceNamespace: 's3',
        LastAuthenticated: '2026-11-24T10:00:00Z',
        LastAuthenticatedEntity: roleArn(whose),
        TotalAuthenticatedEntities: 1,
        TrackedActionsLastAccessed: actions,
        ...ofService,
      },
    ],
    ...fields,
  };
}

export function template(resources: object, fields: object = {}): object {
  return { AWSTemplateFormatVersion: '2010-09-09', Resources: resources, ...fields };
}

/** A template with a role AppA that holds an inline policy. */
export function inlineOfAppA(document: unknown): object {
  return template({ A: role({ RoleName: 'AppA', Policies: [{ PolicyName: 'p', PolicyDocument: document }] }) });
}

export function role(properties: object): object {
  return { Type: 'AWS::IAM::Role', Properties: properties };
}

/** A managed policy of a template, which allows {@link getAndPut}. */
export function managedPolicy(properties: object = {}): object {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'Shared', PolicyDocument: getAndPut, ...properties },
  };
}

/** A template in which AppA has a managed policy, and what is given stands beside. */
export function besideAppA(resources: object, fields: object = {}): object {
  const appA = role({ RoleName: 'AppA', ManagedPolicyArns: [{ Ref: 'P' }] });
  return template({ P: managedPolicy(), A: appA, ...resources }, fields);
}

export function when(one: unknown, other: unknown = { Ref: 'AWS::NoValue' }): object {
  return { 'Fn::If': ['C', one, other] };
}
