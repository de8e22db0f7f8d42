/**
 * Policies and evidence in which something is doubtful, unread or not to be removed. Each name is a role of its own,
 * beside the examples.
 */

const account = '123456789012';
const day = 86_400_000;

/** The ARN of a role of the examples' account. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** So long ago, as findings write times. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * day).toISOString();
}

/** A finding by which a role leaves actions of a service unused; without `actions`, the whole service. */
export function finding(role: string, service: string, actions?: readonly string[], age = 1): string {
  const details = { serviceNamespace: service, ...(actions && { actions: actions.map((action) => ({ action })) }) };
  return pretty({
    id: `finding of ${role}`,
    resource: roleArn(role),
    resourceType: 'AWS::IAM::Role',
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: daysAgo(age),
    findingDetails: [{ unusedPermissionDetails: details }],
  });
}

const allow = (action: unknown): object => ({ Effect: 'Allow', Action: action, Resource: '*' });
const policyOf = (...statements: readonly unknown[]): object => ({ Version: '2012-10-17', Statement: statements });
const onlyInProduction = (value: unknown): object => ({ 'Fn::If': ['IsProduction', value, { Ref: 'AWS::NoValue' }] });

export function policy(...actions: readonly string[]): string {
  return pretty(policyOf(allow(actions)));
}

function template(resources: object, more: object = {}): string {
  const isProduction = { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, account] };
  return pretty({
    AWSTemplateFormatVersion: '2010-09-09',
    Conditions: { IsProduction: isProduction },
    Resources: resources,
    ...more,
  });
}

const role = (name: string, more: object): object => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: name, ...more },
});

/** A template with `Fn::If` around a statement, whose branches differ, and around an entry of an action list. */
export function conditionalTemplate(name: string): string {
  const branches = [
    allow(['lambda:CreateFunction', 'lambda:DeleteFunction']),
    allow(['lambda:CreateFunction', 'lambda:GetFunction']),
  ];
  const statements = [
    { 'Fn::If': ['IsProduction', ...branches] },
    allow(['lambda:ListFunctions', 'lambda:CreateFunction', onlyInProduction('lambda:ListVersionsByFunction')]),
  ];
  return template({
    Worker: role(name, { Policies: [{ PolicyName: 'functions', PolicyDocument: policyOf(...statements) }] }),
  });
}

/** A template whose managed policy is attached to a role, and exported: whoever imports it may attach it to others. */
export function exportingTemplate(name: string): string {
  const shared = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: policyOf(allow(['lambda:CreateFunction', 'lambda:ListFunctions'])) },
  };
  return template(
    { Functions: shared, Worker: role(name, { ManagedPolicyArns: [{ Ref: 'Functions' }] }) },
    { Outputs: { FunctionsArn: { Value: { Ref: 'Functions' }, Export: { Name: 'functions-policy' } } } },
  );
}

/** A SAM function with one of SAM's own policy templates. */
export function samTemplate(): string {
  const properties = {
    Handler: 'index.handler',
    Runtime: 'nodejs20.x',
    Policies: [{ DynamoDBReadPolicy: { TableName: 'jobs' } }],
  };
  return pretty({
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { Reader: { Type: 'AWS::Serverless::Function', Properties: properties } },
  });
}

/** JSON that keeps a policy as text. */
export function policyAsText(...actions: readonly string[]): string {
  return pretty({ name: 'functions', policy: JSON.stringify(policyOf(allow(actions))) });
}

/** JSON that keeps a policy as the IAM API returns it. */
export function policyPercentEncoded(...actions: readonly string[]): string {
  return pretty({ name: 'functions', policy: encodeURIComponent(JSON.stringify(policyOf(allow(actions)))) });
}

/**
 * What `aws iam get-account-authorization-details` prints of a role with an inline policy and a managed one that was
 * changed an hour ago.
 */
export function accountDetails(name: string): string {
  const arn = `arn:aws:iam::${account}:policy/Functions`;
  const hourAgo = daysAgo(1 / 24);
  const version = {
    VersionId: 'v2',
    IsDefaultVersion: true,
    CreateDate: hourAgo,
    Document: policyOf(allow(['lambda:CreateFunction', 'lambda:ListFunctions'])),
  };
  const managed = {
    PolicyName: 'Functions',
    Arn: arn,
    DefaultVersionId: 'v2',
    AttachmentCount: 1,
    PermissionsBoundaryUsageCount: 0,
    CreateDate: daysAgo(400),
    UpdateDate: hourAgo,
    PolicyVersionList: [version],
  };
  const holder = {
    RoleName: name,
    Arn: roleArn(name),
    CreateDate: daysAgo(400),
    RolePolicyList: [],
    AttachedManagedPolicies: [{ PolicyName: 'Functions', PolicyArn: arn }],
  };
  return pretty({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [holder], Policies: [managed] });
}

/** A last-accessed report of now: the role has listed functions yesterday, and never created one. */
export function lastAccessedReport(name: string): string {
  const tracked = [
    { ActionName: 'ListFunctions', LastAccessedEntity: roleArn(name), LastAccessedTime: daysAgo(1) },
    { ActionName: 'CreateFunction' },
  ];
  const service = {
    ServiceName: 'AWS Lambda',
    ServiceNamespace: 'lambda',
    LastAuthenticated: daysAgo(1),
    LastAuthenticatedEntity: roleArn(name),
    TotalAuthenticatedEntities: 1,
    TrackedActionsLastAccessed: tracked,
  };
  return pretty({
    JobStatus: 'COMPLETED',
    JobType: 'ACTION_LEVEL',
    JobCreationDate: daysAgo(0),
    JobCompletionDate: daysAgo(0),
    IsTruncated: false,
    ServicesLastAccessed: [service],
  });
}

function pretty(value: object): string {
  return `${JSON.stringify(value, null, 4)}\n`;
}
