/**
 * Laws about the names that are made when a template is deployed: from stacks, from `.iam-refine.json`, and as they are
 * generated. Nothing more that is known of a deployment, and nothing that cannot be read, lets more be removed.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { changesOfEvidence, chooserOf, choices, type Change } from './changes.ts';
import { anyEvidence, removesNoMore } from './holders.ts';
import { isObject, wordOf, type Json, type JsonObject } from './json.ts';
import { law, type Law } from './law.ts';
import { principals, type EvidenceModel } from './evidence.ts';
import { decidersOf, examine, type Situation } from './situation.ts';
import type { UnnamedHolder } from '../../core/src/policy/subject.ts';
import { changesOfTemplates } from './templateChanges.ts';
import { template } from './templates.ts';

const resourcesOf = (document: JsonObject): JsonObject =>
  isObject(document['Resources']) ? document['Resources'] : {};
const typeOf = (resource: Json | undefined): string => (isObject(resource) ? wordOf(resource['Type']) : '');

/** The template without the names of its roles and users. */
function unnamed(document: JsonObject): JsonObject {
  const resources = Object.entries(resourcesOf(document)).map(([id, resource]): [string, Json] => {
    if (!isObject(resource) || !isObject(resource['Properties']) || !/Role$|User$/.test(typeOf(resource)))
      return [id, resource];
    const { RoleName: _, UserName: __, ...rest } = resource['Properties'];
    return [id, { ...resource, Properties: rest }];
  });
  return { ...document, Resources: Object.fromEntries(resources) };
}

/** Who the resources are in a deployment. */
type Names = Readonly<Record<string, string>>;

const first: Names = { RA: 'AppA', RB: 'AppB', U: 'ann', V: 'bob', FRole: 'AppA' };
const second: Names = { RA: 'AppB', RB: 'AppA', U: 'eve', V: 'ann', FRole: 'AppB' };

/** The list of the resources of a stack. SAM makes a role for a function. */
function stackOf(document: JsonObject, names: Names, fields: object = {}): string {
  const entries = Object.entries(resourcesOf(document)).map(([id, resource]) => [id, typeOf(resource)] as const);
  const ofSam = entries.flatMap(([id, type]) =>
    type.startsWith('AWS::Serverless::') ? [[`${id}Role`, 'AWS::IAM::Role'] as const] : [],
  );
  const StackResourceSummaries = [...entries, ...ofSam].map(([LogicalResourceId, ResourceType]) => ({
    LogicalResourceId,
    ResourceType,
    PhysicalResourceId: names[LogicalResourceId] ?? LogicalResourceId,
  }));
  return JSON.stringify({ StackResourceSummaries, ...fields });
}

/** The principals of the evidence under names that CloudFormation may have generated. */
function generated(evidence: readonly EvidenceModel[]): readonly EvidenceModel[] {
  const ids = new Map(Object.entries(first).map(([id, name]) => [name, id]));
  return evidence.map((model) => {
    const name = model.principal.slice(model.principal.lastIndexOf('/') + 1);
    const id = ids.get(name);
    return id === undefined ? model : { ...model, principal: model.principal.replace(name, `shop-${id}-1A2B3C4D5E6F`) };
  });
}

const situations: fc.Arbitrary<Situation> = fc
  .tuple(
    template,
    anyEvidence,
    fc.constantFrom('stack', 'stacks', 'config', 'generated'),
    fc.constantFrom(undefined, 2),
  )
  .map(([named, evidence, by, indent]): Situation => {
    const document = unnamed(named);
    const base = { document, evidence, indent };
    const files = { 'a.stack-resources.json': stackOf(document, first) };
    if (by === 'stack') return { ...base, files };
    if (by === 'stacks') return { ...base, files: { ...files, 'b.stack-resources.json': stackOf(document, second) } };
    if (by === 'generated') return { ...base, evidence: generated(evidence) };
    const policies = Object.entries(first).map(([resource, name]) => ({
      files: '**',
      resource,
      attachedTo: [principals[name as keyof typeof principals]],
    }));
    return { ...base, config: JSON.stringify({ policies }) };
  });

const withFile = (situation: Situation, name: string, text: string): Situation => ({
  ...situation,
  files: { ...situation.files, [name]: text },
});

/** Without the roles and users, and what SAM makes one for. */
function withoutPrincipals(resources: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resources).filter(([, resource]) => !/Role$|User$|^AWS::Serverless/.test(typeOf(resource))),
  );
}

/** Changes to what is known of deployments. */
const changesOfDeployments: readonly Change[] = [
  {
    name: 'another deployment of the template',
    made: (situation) => withFile(situation, 'b.stack-resources.json', stackOf(situation.document, second)),
  },
  {
    name: 'a deployment of another version of the template',
    made(situation, choose) {
      const resources = Object.entries(resourcesOf(situation.document));
      const isMore = choose.one([true, false]);
      const [without] = choose.one(resources);
      const others = resources.filter(([id]) => id !== without);
      const Resources = Object.fromEntries(isMore ? [...resources, ['New', { Type: 'AWS::SQS::Queue' }]] : others);
      return withFile(situation, 'f.stack-resources.json', stackOf({ Resources }, second));
    },
  },
  {
    name: 'a page of a deployment of another version',
    made: (situation) =>
      withFile(
        situation,
        'g.stack-resources.json',
        stackOf(
          { Resources: { ...withoutPrincipals(resourcesOf(situation.document)), New: { Type: 'AWS::SQS::Queue' } } },
          {},
          { NextToken: 'x' },
        ),
      ),
  },
  {
    name: 'a deployment that does not tell a name',
    made: (situation, choose) =>
      withFile(
        situation,
        'h.stack-resources.json',
        stackOf(situation.document, { ...second, [choose.one(Object.keys(second))]: choose.one(['', 'no name']) }),
      ),
  },
  {
    name: 'a role that could not be deleted',
    made: (situation) =>
      withFile(
        situation,
        'i.stack-resources.json',
        stackOf(situation.document, second).replaceAll('"Logical', '"ResourceStatus":"DELETE_FAILED","Logical'),
      ),
  },
  {
    name: 'deployed resources that are not understood',
    made: (situation, choose) =>
      withFile(
        situation,
        'j.stack-resources.json',
        choose.one(['{"StackResources": {}}', `{"stacks": [${stackOf(situation.document, second)}]}`]),
      ),
  },
  {
    name: 'a deployment that is cut off',
    made: (situation) =>
      withFile(situation, 'c.stack-resources.json', stackOf(situation.document, {}, { NextToken: 'x' })),
  },
  {
    name: 'another stack with the same logical id, of another template',
    made: (situation) =>
      withFile(situation, 'd.stack-resources.json', stackOf({ Resources: { RA: { Type: 'AWS::IAM::Role' } } }, second)),
  },
  {
    name: 'a list of deployed resources that is broken',
    made: (situation) => withFile(situation, 'e.stack-resources.json', '{"StackResourceSummaries": ['),
  },
  {
    name: 'one of two lists breaks',
    made: (situation) =>
      situation.files?.['b.stack-resources.json'] === undefined
        ? undefined
        : withFile(situation, 'b.stack-resources.json', '{"StackResourceSummaries": ['),
  },
  {
    name: 'one more role with a generated name',
    made(situation, choose) {
      const from = choose.one([...situation.evidence, undefined]);
      if (from === undefined) return undefined;
      const principal = principals.AppA.replace('AppA', 'other-RA-6F5E4D3C2B1A');
      return { ...situation, evidence: [...situation.evidence, { ...from, principal, id: 'generated' }] };
    },
  },
];

/** The names that the lists of resources give to a holder; `undefined` for what is no name. */
function listedNames(situation: Situation, { type, resource, deployedAs }: UnnamedHolder): (string | undefined)[] {
  return Object.values(situation.files ?? {}).flatMap((text) => {
    const stacks = JSON.parse(text) as { readonly StackResourceSummaries: readonly Record<string, string>[] };
    return stacks.StackResourceSummaries.filter(
      ({ LogicalResourceId, ResourceType }) =>
        LogicalResourceId === (deployedAs ?? resource) && ResourceType?.toLowerCase() === `aws::iam::${type}`,
    ).map(({ PhysicalResourceId = '' }) => (/^[\w-]+$/.test(PhysicalResourceId) ? PhysicalResourceId : undefined));
  });
}

/** The names with evidence that CloudFormation may have generated for a holder. */
function generatedNames({ evidence }: Situation, { type, resource, deployedAs, pattern }: UnnamedHolder): string[] {
  return evidence.flatMap(({ principal }) => {
    const name = principal.slice(principal.lastIndexOf('/') + 1);
    const isOne = name.endsWith('2B1A') || name.endsWith('5E6F');
    return pattern === '*' && isOne && principal.includes(`:${type}/`) && name.includes(`-${deployedAs ?? resource}-`)
      ? [name]
      : [];
  });
}

/** Whoever a list names as the holder of a policy decides about it. What cannot be read may name anybody. */
function allListedDecide(situation: Situation): void {
  if (situation.config !== undefined) return;
  const isBroken = Object.values(situation.files ?? {}).some(
    (text) => !/^\{"StackResourceSummaries":\[.*\}$/.test(text),
  );
  const { analysis, text } = examine(situation);
  for (const { policy, match } of analysis.policies) {
    const { attachment } = policy.subject;
    const deciders = decidersOf(match);
    if (attachment.kind !== 'unclear' || deciders === undefined) continue;
    assert.ok(!isBroken, `decided beside what cannot be read\n${text}`);
    const decided = new Set(deciders.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)));
    const names = (attachment.unnamed ?? []).flatMap((holder) => [
      ...listedNames(situation, holder),
      ...generatedNames(situation, holder),
    ]);
    for (const name of names)
      assert.ok(name !== undefined && decided.has(name), `${name}\n${text}\n${JSON.stringify(situation.files)}`);
  }
}

export const deployedLaws: readonly Law[] = [
  law(
    'whoever a list of deployed resources names as the holder of a policy is among those whose evidence decides',
    fc.tuple(situations, choices),
    ([situation, numbers]) => {
      const choose = chooserOf(numbers);
      const once = choose.one(changesOfDeployments).made(situation, choose) ?? situation;
      allListedDecide(once);
      allListedDecide(choose.one(changesOfDeployments).made(once, choose) ?? once);
    },
    150,
  ),
  law(
    'what is known of deployments, another holder or evidence of use never lets more be removed',
    fc.tuple(situations, choices),
    ([situation, numbers]) => {
      const choose = chooserOf(numbers);
      const kinds = [changesOfDeployments, changesOfDeployments, changesOfTemplates, changesOfEvidence];
      const after = choose.one(choose.one(kinds)).made(situation, choose);
      if (after !== undefined) removesNoMore(situation, after);
    },
    150,
  ),
];
