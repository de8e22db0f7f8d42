/**
 * The engine with a mistake about holders, evidence or conditions put into its sources: the proof refuses what it would
 * do, or a law breaks, each on a fixed small input on which the sound engine passes.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { knowsAllHolders, ofAccount, ofTemplate, removesNoMore } from '../laws/holders.ts';
import type { Json, JsonObject } from '../laws/json.ts';
import { refinesWell } from '../laws/refined.ts';
import { arnOfPolicy } from '../laws/resolve.ts';
import { coreModule, examine, type CoreModule, type Situation } from '../laws/situation.ts';
import { isNamed } from '../laws/unread.ts';
import { nothingIsUsed, principals, type EvidenceModel } from '../laws/evidence.ts';
import { engineWith, type Mistake } from '../support/brokenEngine.ts';

const documentOf = (...statements: readonly Json[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: Json, Sid = 'sid0x', Effect: Json = 'Allow'): JsonObject => ({
  Sid,
  Effect,
  Action,
  Resource: '*',
});
const document = documentOf(allow(['s3:GetObject', 's3:PutObject']));
const noValue: JsonObject = { Ref: 'AWS::NoValue' };
const template = (resources: JsonObject, rest: JsonObject = {}): JsonObject => ({ ...rest, Resources: resources });
const managed = (properties: JsonObject): JsonObject => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: 'Shared', PolicyDocument: document, ...properties },
});
const resource = (Type: string, Properties: JsonObject): JsonObject => ({ Type, Properties });
const role = (RoleName: Json, properties: JsonObject = {}): JsonObject =>
  resource('AWS::IAM::Role', { RoleName, ...properties });
const roleWith = (PolicyDocument: Json): JsonObject =>
  template({ RA: role('AppA', { Policies: [{ PolicyName: 'p', PolicyDocument }] }) });

const nobodyUses = (it: JsonObject): Situation => ({ document: it, evidence: nothingIsUsed });
const finding = (unused: Readonly<Record<string, boolean>>): EvidenceModel => ({
  kind: 'finding',
  principal: principals.AppA,
  id: 'f',
  status: 'ACTIVE',
  services: { s3: unused },
});
const usedLater: EvidenceModel = {
  kind: 'report',
  principal: principals.AppA,
  id: 'r',
  status: 'ACTIVE',
  services: { s3: { GetBucketFutureThing: false, GetObject: true } },
};

const account = (rest: JsonObject = {}): JsonObject => ({
  RoleDetailList: [
    { RoleName: 'AppA', Arn: principals.AppA, RolePolicyList: [], AttachedManagedPolicies: [attached] },
    {
      RoleName: 'AppB',
      Arn: principals.AppB,
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      PermissionsBoundary: { PermissionsBoundaryArn: arnOfPolicy('Shared') },
    },
  ],
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [
    {
      PolicyName: 'Shared',
      Arn: arnOfPolicy('Shared'),
      PolicyVersionList: [{ IsDefaultVersion: true, Document: document }],
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 1,
    },
  ],
  ...rest,
});
const attached = { PolicyName: 'Shared', PolicyArn: arnOfPolicy('Shared') };
const groupAccount = (rest: JsonObject): JsonObject => ({
  RoleDetailList: [],
  UserDetailList: ['ann', 'bob'].map((UserName) => ({
    UserName,
    Arn: UserName === 'ann' ? principals.ann : principals.bob,
    GroupList: ['Devs'],
    AttachedManagedPolicies: [],
  })),
  GroupDetailList: [
    {
      GroupName: 'Devs',
      GroupPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
      AttachedManagedPolicies: [],
    },
  ],
  ...rest,
});

interface Broken {
  readonly what: string;
  readonly mistakes: readonly Mistake[];
  /** Fails where a law breaks. */
  readonly law: (of: CoreModule) => void;
}

const holders = 'core/src/documents/shapes/templateHolders.ts';
const accounts = 'core/src/documents/shapes/accountDetails.ts';
const change = 'core/src/edit/statementChange.ts';
const used = 'core/src/findings/withoutUsed.ts';

const holdersOf =
  (it: JsonObject, oracle = ofTemplate) =>
  (of: CoreModule): void =>
    knowsAllHolders(nobodyUses(it), oracle, of);

const caughtByLaw: readonly Broken[] = [
  {
    what: 'whom a policy of a template bounds is forgotten',
    mistakes: [{ file: holders, code: '[...attached, ...bounded]', mistake: '[...attached]' }],
    law: holdersOf(
      template({ M: managed({ Roles: ['AppA'] }), RB: role('AppB', { PermissionsBoundary: { Ref: 'M' } }) }),
    ),
  },
  {
    what: 'whom a policy of an account bounds is forgotten',
    mistakes: [{ file: accounts, code: '[...having, ...within].flatMap', mistake: 'having.flatMap' }],
    law: holdersOf(account(), ofAccount),
  },
  {
    what: 'of the members of a group only the first counts',
    mistakes: [
      {
        file: 'core/src/documents/shapes/accountGroups.ts',
        code: 'else known.push(user)',
        mistake: 'else if (known.length < 1) known.push(user)',
      },
    ],
    law: holdersOf(groupAccount({}), ofAccount),
  },
  {
    what: 'users that are added to a group of a template are no members',
    mistakes: [
      {
        file: holders,
        code: '[...members.named, ...members.ids.flatMap((user) => named(user).names)]',
        mistake: 'members.ids.flatMap((user) => named(user).names)',
      },
    ],
    law: holdersOf(
      template({
        G: resource('AWS::IAM::Group', { Policies: [{ PolicyName: 'p', PolicyDocument: document }] }),
        U: resource('AWS::IAM::User', { UserName: 'ann', Groups: [{ Ref: 'G' }] }),
        J: resource('AWS::IAM::UserToGroupAddition', { GroupName: { Ref: 'G' }, Users: ['eve'] }),
      }),
    ),
  },
  {
    what: 'a document that is cut off counts as whole',
    mistakes: [
      {
        file: 'core/src/documents/shapes/accountParts.ts',
        code: 'parts.isCutOff ||= known.some(saysMore)',
        mistake: '',
      },
    ],
    law(of) {
      const [whole, page] = [groupAccount({}), { ...groupAccount({ IsTruncated: true }) }];
      const onPage = {
        ...page,
        UserDetailList: Array.isArray(page['UserDetailList']) ? page['UserDetailList'].slice(0, 1) : [],
      };
      const evidence: EvidenceModel[] = [
        {
          kind: 'finding',
          principal: principals.ann,
          id: 'a',
          status: 'ACTIVE',
          services: { s3: { GetObject: true } },
        },
        {
          kind: 'finding',
          principal: principals.bob,
          id: 'b',
          status: 'ACTIVE',
          services: { s3: { PutObject: true } },
        },
      ];
      removesNoMore({ document: whole, evidence }, { document: onPage, evidence }, of);
    },
  },
  {
    what: 'a mention by a resource of an unknown type attaches nothing',
    mistakes: [
      {
        file: 'core/src/documents/shapes/templateGaps.ts',
        code: 'const mention = scan.mentions.get(id);',
        mistake: 'const mention = undefined as TreeNode | undefined;',
      },
    ],
    law: holdersOf(template({ M: managed({ Roles: ['AppA'] }), X: resource('Custom::Attach', { P: { Ref: 'M' } }) })),
  },
  {
    what: 'a name that a condition leaves out is a name all the same',
    mistakes: [{ file: 'core/src/documents/shapes/templateNames.ts', code: ' && !mayBeNoValue(node)', mistake: '' }],
    law: holdersOf(
      template({
        RA: role({ 'Fn::If': ['A', 'AppA', noValue] }, { Policies: [{ PolicyName: 'p', PolicyDocument: document }] }),
      }),
    ),
  },
  {
    what: 'a branch of a condition counts as always there: it covers what stands beside it',
    mistakes: [
      {
        file: change,
        code: 'return [...groups.values()];',
        mistake: 'return [[...groups.values()].flat().toSorted((a, b) => a - b)];',
      },
    ],
    law: (of) =>
      refinesWell(
        {
          document: roleWith(documentOf(allow([{ 'Fn::If': ['A', 's3:Get*', noValue] }, 's3:*']))),
          evidence: [finding({ PutObject: true })],
        },
        of,
      ),
  },
  {
    what: 'every list has an entry that is sure to stay',
    mistakes: [{ file: change, code: 'return filled[slot.list] === true', mistake: 'return true' }],
    law: (of) =>
      refinesWell(
        {
          document: roleWith(documentOf(allow(['s3:PutObject', { 'Fn::If': ['A', 's3:GetObject', noValue] }]))),
          evidence: [finding({ PutObject: true })],
        },
        of,
      ),
  },
  {
    what: 'every policy has a statement that is sure to stay',
    mistakes: [{ file: 'core/src/edit/planRefinement.ts', code: 'filled[slot.list] !== true', mistake: 'false' }],
    law: (of) =>
      refinesWell(
        {
          document: roleWith(
            documentOf(allow('s3:PutObject'), { 'Fn::If': ['A', allow('s3:GetObject', 'sid1x'), noValue] }),
          ),
          evidence: [finding({ PutObject: true })],
        },
        of,
      ),
  },
  {
    what: 'a policy with a part that is not read is called wholly unused',
    mistakes: [{ file: 'core/src/analyse/analyse.ts', code: 'policy.unread.length === 0 && ', mistake: '' }],
    law: (of) =>
      isNamed(
        nobodyUses(roleWith({ ...documentOf(allow('s3:GetObject')), 'Fn::If': ['A', { Ref: 'Hidden' }, noValue] })),
        ['Resources', 'RA', 'Properties', 'Policies', 0, 'PolicyDocument'],
        of,
      ),
  },
  {
    what: 'an Effect that is computed is none',
    mistakes: [
      {
        file: 'core/src/policy/readPolicy.ts',
        code: "if (effect.kind !== 'Allow') return { kind: 'unread'",
        mistake: "if (effect.kind !== 'Allow') return { kind: 'other'",
      },
    ],
    law: (of) =>
      isNamed(
        nobodyUses(roleWith(documentOf(allow('s3:GetObject', 'sid0x', { Ref: 'Hidden' })))),
        ['Resources', 'RA', 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement', 0, 'Effect'],
        of,
      ),
  },
  {
    what: 'what is to be kept is not',
    mistakes: [
      {
        file: 'core/src/matching/combinedUnused.ts',
        code: '.flatMap(({ actions }) => actions)',
        mistake: '.flatMap((): string[] => [])',
      },
    ],
    law(of) {
      const before: Situation = { document: roleWith(document), evidence: [finding({ PutObject: true })] };
      // The rule keeps what would go: as a law, what goes without it may stay, and what it keeps must.
      const kept = examine({ ...before, config: '{"keep": [{"actions": ["s3:PutObject"], "reason": "r"}]}' }, of);
      assert.deepEqual(
        kept.analysis.problems.map(({ code }) => code),
        [],
      );
    },
  },
  {
    what: 'names that a report shows as used are lost, and the proof is not told of them',
    mistakes: [
      {
        file: used,
        code: 'notUnused: [...(entry?.notUnused ?? []), ...used]',
        mistake: 'notUnused: entry?.notUnused ?? []',
      },
      { file: 'core/src/analyse/analyse.ts', code: 'used: usedBy(match)', mistake: 'used: []' },
    ],
    law: (of) => refinesWell({ document: roleWith(documentOf(allow('s3:Get*'))), evidence: [usedLater] }, of),
  },
];

const caughtByProof: readonly (Omit<Broken, 'law'> & { readonly situation: Situation; readonly defect: string })[] = [
  {
    what: 'names that a report shows as used are lost from the evidence: the proof has a list of its own',
    mistakes: [
      {
        file: used,
        code: 'notUnused: [...(entry?.notUnused ?? []), ...used]',
        mistake: 'notUnused: entry?.notUnused ?? []',
      },
    ],
    situation: { document: roleWith(documentOf(allow('s3:Get*'))), evidence: [usedLater] },
    defect: 's3:GetBucketFutureThing is not reported unused but no longer allowed',
  },
  {
    what: 'names that somebody uses are lost from the universe of the refinement',
    mistakes: [{ file: 'core/src/refine/universe.ts', code: '...withFolded(entry?.notUnused), ', mistake: '' }],
    situation: { document: roleWith(documentOf(allow('s3:Get*'))), evidence: [usedLater] },
    defect: 's3:GetBucketFutureThing is not reported unused but no longer allowed',
  },
  {
    what: 'iam:PassRole goes with the whole service',
    mistakes: [
      {
        file: 'core/src/findings/untracked.ts',
        code: "new Map([['iam', new Map([['passrole', 'PassRole']])]])",
        mistake: 'new Map()',
      },
    ],
    situation: {
      document: roleWith(documentOf(allow(['iam:*', 's3:GetObject']))),
      evidence: [{ ...finding({}), services: { iam: null } }],
    },
    defect: 'iam:PassRole is not reported unused but no longer allowed',
  },
];

suite('an engine with a mistake breaks a law that the sound one keeps', () => {
  for (const broken of caughtByLaw)
    test(broken.what, async () => {
      broken.law(coreModule);
      const wrong = await engineWith(broken.mistakes);
      assert.throws(() => broken.law(wrong), assert.AssertionError);
    });
});

suite('an engine with a mistake offers nothing, because the proof fails', () => {
  for (const broken of caughtByProof)
    test(broken.what, async () => {
      const { situation, defect } = broken;
      const sound = examine(situation);
      assert.deepEqual(sound.analysis.defects, []);
      const { analysis, engine } = examine(situation, await engineWith(broken.mistakes));
      assert.deepEqual([analysis.defects, engine.refine(analysis, { kind: 'file' }).edits], [[defect], []]);
    });
});
