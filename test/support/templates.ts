/** Templates for tests, and the holders of their policies in short. */
import type { Attachment } from '../../core/src/policy/subject.ts';
import { inWords } from '../../core/src/text/index.ts';
import { readDocument } from '../../core/src/index.ts';

export const document: object = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }],
};
export const trust: object = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export const role = (name: unknown, properties: object = {}): object => ({
  Type: 'AWS::IAM::Role',
  Properties: { ...(name === undefined ? {} : { RoleName: name }), AssumeRolePolicyDocument: trust, ...properties },
});
export const user = (name: string, properties: object = {}): object => ({
  Type: 'AWS::IAM::User',
  Properties: { UserName: name, ...properties },
});
export const managed = (properties: object = {}): object => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: 'Shared', PolicyDocument: document, ...properties },
});
export const ref = (id: string): object => ({ Ref: id });
export const noValue: object = ref('AWS::NoValue');
export const either = (one: unknown, other: unknown = noValue): object => ({ 'Fn::If': ['C', one, other] });

export interface Rest {
  readonly [member: string]: unknown;
}

/** The holders of the first policy of a template, in short. */
export function holders(resources: Readonly<Record<string, unknown>>, rest: Rest = {}): string {
  const text = JSON.stringify({ ...rest, Resources: resources }, null, 1);
  const [policy] = readDocument(text).policies;
  return inShort(policy?.subject.attachment);
}

export function inShort(attachment: Attachment | undefined): string {
  switch (attachment?.kind) {
    case 'attached':
      return attachment.to.map(({ type, name }) => `${type} ${name}`).join(', ');
    case 'unclear':
      return `unclear: ${inWords(attachment.reason)}`;
    case 'no-principal':
      return `no-principal: ${inWords(attachment.reason)}`;
    case 'unspecified':
    case 'several':
    case undefined:
      return String(attachment?.kind);
  }
}
