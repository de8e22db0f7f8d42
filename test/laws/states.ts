/**
 * Laws about Terraform states beside a module: whatever more is known of what was deployed, or cannot be read of it, and
 * whatever the configuration has that was not applied yet, no more is removed.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Analysis, Engine } from '../../core/src/index.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import {
  createEngine,
  createFindingsIndex,
  createFindingsReader,
  inModule,
  readDocument,
} from '../../core/src/index.ts';
import { readConfig } from '../../core/src/config/index.ts';
import { chooserOf, choices, type Chooser } from './changes.ts';
import { anyEvidence } from './holders.ts';
import type { EvidenceModel } from './evidence.ts';
import { fileOf, principals } from './evidence.ts';
import { law, type Law } from './law.ts';
import { catalogue, decidersOf, today } from './situation.ts';

/** A resource of a state: its address in two parts, and the attributes of its instances. */
interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly unknown[];
}

interface Module {
  readonly roles: readonly object[];
  /** How the name of the first role is given. */
  readonly naming: object;
  readonly use: 'managed' | 'both' | 'inline';
  readonly states: Readonly<Record<string, readonly StateResource[]>>;
  /** States as texts, and other files for deployed resources. */
  readonly texts: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceModel[];
  readonly config: string | undefined;
}

const policyArn = 'arn:aws:iam::123456789012:policy/P';
const actions = ['s3:GetObject', 's3:PutObject', 'ec2:RunInstances', 'iam:GetRole', 's3:ListBucket'];
const roleAs = (name: string): object => ({ name, arn: principals.AppA.replace('AppA', name) });

const applied: readonly StateResource[] = [
  { type: 'aws_iam_role', name: 'a', instances: [roleAs('AppA')] },
  { type: 'aws_iam_policy', name: 'p', instances: [{ name: 'P', arn: policyArn }] },
  { type: 'aws_iam_role_policy_attachment', name: 'x', instances: [{ role: 'AppA', policy_arn: policyArn }] },
  { type: 'aws_iam_role_policy', name: 'i', instances: [{ role: 'AppA', policy: '{}' }] },
];

const mapping = JSON.stringify({ policies: [{ files: '**', attachedTo: [principals.AppA] }] });

const modules: fc.Arbitrary<Module> = fc.record({
  roles: fc.constant([]),
  naming: fc.constantFrom({ name: 'AppA' }, { name_prefix: 'App' }, { name: '${var.name}' }, {}),
  use: fc.constantFrom('managed' as const, 'managed' as const, 'both' as const, 'inline' as const),
  states: fc.constantFrom<Module['states'][]>({ 'a.tfstate': applied }, { 'a.tfstate': applied }, {}),
  texts: fc.constant({}),
  evidence: anyEvidence,
  config: fc.constantFrom(undefined, undefined, undefined, mapping),
});

/** The module as one file. */
function written({ roles, naming, use }: Module): string {
  const json = '${data.aws_iam_policy_document.d.json}';
  return JSON.stringify({
    data: { aws_iam_policy_document: { d: { statement: [{ actions, resources: ['*'] }] } } },
    resource: {
      aws_iam_role: { a: naming, ...Object.fromEntries(roles.map((role, i) => [`r${i}`, role])) },
      ...(use === 'inline'
        ? {}
        : {
            aws_iam_policy: { p: { name: 'P', policy: json } },
            aws_iam_role_policy_attachment: {
              x: { role: '${aws_iam_role.a.name}', policy_arn: '${aws_iam_policy.p.arn}' },
            },
          }),
      ...(use === 'managed' ? {} : { aws_iam_role_policy: { i: { role: '${aws_iam_role.a.id}', policy: json } } }),
    },
  });
}

function stateText(resources: readonly StateResource[]): string {
  return JSON.stringify({
    version: 4,
    lineage: 'x',
    serial: 1,
    resources: resources.map(({ type, name, instances }) => ({
      mode: 'managed',
      type,
      name,
      instances: instances.map((attributes) => (attributes === null ? { attributes_flat: {} } : { attributes })),
    })),
  });
}

function examined(module: Module): { readonly text: string; readonly engine: Engine; readonly analysis: Analysis } {
  const deployed = Object.entries(module.states).map(([name, state]) => [name, stateText(state)] as const);
  const files = [
    ...module.evidence.map((one, i) => ({ name: `${i}.finding.json`, content: fileOf(one), isDeployed: false })),
    ...[...deployed, ...Object.entries(module.texts)].map(([name, content]) => ({ name, content, isDeployed: true })),
  ];
  const index = createFindingsIndex(
    files.map(({ name, content, isDeployed }) => {
      const reader = createFindingsReader({ isDeployed });
      reader.push(content);
      return { file: `/w/${name}`, reading: reader.end(), ...(isDeployed ? { isDeployed: true as const } : {}) };
    }),
    today,
  );
  const text = written(module);
  const reading = inModule(readDocument(text), { file: 'main.tf.json', files: [] });
  const config = module.config === undefined ? undefined : readConfig(module.config);
  const engine = createEngine(catalogue);
  const analysis = engine.examine(
    { text, reading },
    {
      kind: 'findings',
      file: { segments: ['main.tf.json'], folder: '/w', pathInConfig: 'main.tf.json' },
      index,
      config: config?.kind === 'read' ? { file: '.iam-refine.json', config: config.config } : undefined,
      now: today,
      staleAfterDays: 90,
      minimumAgeDays: 30,
    },
  );
  return { text, engine, analysis };
}

/** The actions that go; `undefined` if no evidence applies. */
function removed(module: Module): ReadonlySet<string> | undefined {
  const { text, engine, analysis } = examined(module);
  const [found] = analysis.policies;
  assert.ok(found, text);
  if (found.match.kind !== 'matched') return undefined;
  if (found.isWhollyUnused) return new Set(actions);
  const after = applyEdits(text, engine.refine(analysis, { kind: 'file' }).edits) ?? '';
  return new Set(actions.filter((action) => !after.includes(`"${action}"`)));
}

type Change = (module: Module, choose: Chooser) => Module;

/** Changes a state; if there is none, adds one. */
const inState =
  (change: (state: readonly StateResource[], choose: Chooser) => readonly StateResource[]): Change =>
  (module, choose) => {
    const name = choose.one(['a.tfstate', 'b.tfstate']);
    return { ...module, states: { ...module.states, [name]: change(module.states[name] ?? [], choose) } };
  };

const newHolders = ['AppB', 'Newcomer', 'no name', null];

const changesOfStates: readonly Change[] = [
  inState((state, choose) => {
    const holder = choose.one(newHolders);
    const policy_arn = choose.one([policyArn, policyArn, policyArn, undefined, 'P']);
    const one = choose.one<Omit<StateResource, 'name'>>([
      { type: 'aws_iam_role_policy_attachment', instances: [{ role: holder, policy_arn }] },
      { type: 'aws_iam_user_policy_attachment', instances: [{ user: 'ann', policy_arn }] },
      { type: 'aws_iam_group_policy_attachment', instances: [{ group: 'devs', policy_arn }] },
      { type: 'aws_iam_policy_attachment', instances: [{ roles: ['AppA', holder], policy_arn }] },
      {
        type: 'aws_iam_role_policy_attachments_exclusive',
        instances: [{ role_name: holder, policy_arns: [policyArn] }],
      },
      { type: 'aws_iam_role', instances: [{ ...roleAs('AppB'), managed_policy_arns: [policy_arn ?? policyArn] }] },
      { type: 'aws_iam_role', instances: [{ name: holder, permissions_boundary: policyArn }] },
      {
        type: 'aws_ssoadmin_customer_managed_policy_attachment',
        instances: [{ customer_managed_policy_reference: choose.one([[{ name: 'P' }], [{}]]) }],
      },
      { type: 'aws_iam_of_the_future', instances: [{ policies: [policyArn] }] },
      { type: 'aws_iam_role_policy_attachment', instances: [null] },
    ]);
    return [...state, { ...one, name: 'more' }];
  }),
  inState((state, choose) => {
    const instance = choose.one<unknown>([
      roleAs('AppB'),
      roleAs('Newcomer'),
      { name: null },
      { name: 'no name' },
      null,
    ]);
    const at = choose.one(['a', 'p', 'x']);
    const known = state.find(({ name }) => name === at) ?? { type: 'aws_iam_role', name: 'a', instances: [] };
    const more = { ...known, instances: [...known.instances, instance] };
    return [...state.filter((one) => one !== known), more];
  }),
  inState((state) => [...state, { type: 'aws_iam_role', name: 'later', instances: [roleAs('Later')] }]),
  (module, choose) => {
    const [name, state] = choose.one(Object.entries(module.states).concat([['b.tfstate', applied]]));
    const { [name]: _, ...states } = module.states;
    const text = stateText(state);
    const broken = choose.one([
      text.slice(0, -1),
      text.slice(0, text.length / 2),
      text.replace('"version":4', '"version":3'),
      text.replace('"resources"', '"encrypted_data":"eA==","old"'),
      text.replace('"managed"', '"new"'),
      text.replace('[', '{"x":[').replace(/\]\}$/, ']}}'),
      `{"states":[${text}]}`,
    ]);
    return { ...module, states, texts: { ...module.texts, [name]: broken } };
  },
  (module, choose) => ({
    ...module,
    roles: [...module.roles, choose.one([{ name: 'NewRole' }, { name_prefix: 'New' }, { name: 'AppB' }])],
  }),
  (module, choose) => {
    const name = choose.one(['AppB', 'Newcomer', 'App']);
    const other: StateResource = { type: 'aws_iam_role', name: 'a', instances: [roleAs(name)] };
    return {
      ...module,
      states: { ...module.states, 'c.tfstate': choose.one([[other], [...applied.slice(1), other]]) },
    };
  },
];

function neverMoreGoes([module, numbers]: readonly [Module, readonly number[]]): void {
  const choose = chooserOf(numbers);
  let before = module;
  // The first change is only a part of what is there.
  if (choose.one([true, false])) before = choose.one(changesOfStates)(before, choose);
  const after = choose.one(changesOfStates)(before, choose);
  const [was, is] = [removed(before), removed(after)];
  if (was === undefined || is === undefined) return;
  const more = [...is].filter((action) => !was.has(action));
  assert.deepEqual(more, [], `${JSON.stringify(before, null, 1)}\n=>\n${JSON.stringify(after, null, 1)}`);
}

/**
 * The names of those who hold the policy beside the holders that the module names, by a slow definition; `undefined` if
 * they are not all known.
 */
function shownHolders({ naming, use, config, states, texts }: Module): readonly string[] | undefined {
  const isNamed = ('name' in naming && naming.name === 'AppA') || config !== undefined;
  if (Object.keys(texts).length > 0 && (use !== 'inline' || !isNamed)) return undefined;
  const found = Object.values(states)
    .flat()
    .flatMap(({ type, name, instances }): unknown[] =>
      instances.flatMap((instance): unknown => [
        ...(type === 'aws_iam_role' && name === 'a' && !isNamed ? [valueIn(instance, 'name')] : []),
        ...(use === 'inline' ? [] : holdersBy(type, instance)),
      ]),
    );
  const names = found.flatMap((one) => (typeof one === 'string' && one !== 'no name' ? [one] : []));
  return names.length === found.length ? names : undefined;
}

/** Whom a resource gives the managed policy; among them something else than a text for what is not known. */
function holdersBy(type: string, instance: unknown): readonly unknown[] {
  const text = JSON.stringify(instance);
  if (instance === null || /"P"\]|\[\{\}\]|"policy_arn":"P"/.test(text)) return [null];
  if (type === 'aws_iam_policy') return valueIn(instance, 'arn') === policyArn ? [] : [null];
  const isUnclear =
    type.endsWith('_attachment') && !text.includes('"name":"P"') && valueIn(instance, 'policy_arn') === undefined;
  if (isUnclear) return [null];
  if (!/policy\/P"|"name":"P"/.test(text)) return [];
  if (/future|ssoadmin|group/.test(type)) return [null];
  const keys = type === 'aws_iam_role' ? ['name'] : ['role', 'role_name', 'user', 'roles'];
  return keys.flatMap((key) => [valueIn(instance, key)].flat()).filter((one) => one !== undefined);
}

function valueIn(instance: unknown, key: string): unknown {
  return typeof instance === 'object' && instance !== null
    ? Object.entries(instance).find(([name]) => name === key)?.[1]
    : undefined;
}

function allDecide([module, numbers]: readonly [Module, readonly number[]]): void {
  const choose = chooserOf(numbers);
  const once = choose.one(changesOfStates)(module, choose);
  const changed = choose.one([true, false]) ? choose.one(changesOfStates)(once, choose) : once;
  const [found] = examined(changed).analysis.policies;
  const deciders = decidersOf(found?.match);
  if (deciders === undefined) return;
  const names = deciders.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  const holders = shownHolders(changed);
  assert.ok(
    holders?.every((name) => names.includes(name)),
    `${String(names)}\n${JSON.stringify(changed, null, 1)}`,
  );
}

export const stateLaws: readonly Law[] = [
  law(
    'whoever holds a policy as any state shows is among those whose evidence decides',
    fc.tuple(modules, choices),
    allDecide,
    400,
  ),
  law(
    'nothing more that a state shows, and nothing in it that is not understood, lets more of a module be removed',
    fc.tuple(modules, choices),
    neverMoreGoes,
    400,
  ),
];
