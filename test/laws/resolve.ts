/**
 * A CloudFormation template as it is deployed, by the simplest definition: each condition is true or false, and each
 * function gives its value. Shares no code with the engine. Source: CloudFormation Template Reference, "Intrinsic
 * function reference".
 */
import { isList, isObject, twin, wordOf, type Json, type JsonObject } from './json.ts';

/** One deployment. */
export interface Scenario {
  readonly conditions: Readonly<Record<string, boolean>>;
  /** The values of parameters, and of everything else that an expression hides, by name. */
  readonly values: Readonly<Record<string, Json>>;
  /** The second of two members with a duplicate key applies. */
  readonly isLastOfTwo: boolean;
}

export const conditionNames = ['A', 'B', 'C'] as const;
export const account = '123456789012';

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::StackName': 'stack',
};

/** All deployments of a document: every combination of the conditions that it names. */
export function scenariosOf(text: string, values: Readonly<Record<string, Json>>): Scenario[] {
  const named = conditionNames.filter((name) => new RegExp(`"Fn::If\\\\*":\\s*\\[\\s*\\\\*"${name}\\\\*"`).test(text));
  const choices = named.reduce<Record<string, boolean>[]>(
    (all, name) => all.flatMap((one) => [true, false].map((is) => ({ ...one, [name]: is }))),
    [{}],
  );
  const orders = hasTwins(text) ? [false, true] : [false];
  return choices.flatMap((conditions) => orders.map((isLastOfTwo) => ({ conditions, values, isLastOfTwo })));
}

/** May the text have duplicate keys? A cheap test: generated documents duplicate few members. */
function hasTwins(text: string): boolean {
  return /"(RoleName|Effect|Action|ManagedPolicyArns)\\*":[^{}]*"\1\\*":/.test(text.replaceAll(/\s+/g, ' '));
}

/** Stands for `AWS::NoValue`. */
const nothing = Symbol('nothing');
type Resolved = Json | typeof nothing;

/** The document as it is deployed. */
export function resolved(document: Json, scenario: Scenario): Json {
  const outer = isObject(document) && isObject(document['Resources']) ? document['Resources'] : {};
  const names = namesOf(expanded(outer, scenario), scenario);
  const value = resolve(document, { ...scenario, values: { ...names, ...scenario.values } });
  return value === nothing ? null : value;
}

/** What `Ref` of each resource gives, and `Fn::GetAtt` of its ARN. */
function namesOf(resources: JsonObject, scenario: Scenario): Record<string, Json> {
  const names: Record<string, Json> = {};
  for (const [id, resource] of Object.entries(resources)) {
    const properties = isObject(resource) ? resource['Properties'] : undefined;
    const type = isObject(resource) ? resource['Type'] : undefined;
    const own = resolve(isObject(properties) ? properties : {}, scenario);
    const name = nameIn(own === nothing ? {} : own) ?? generatedName(id);
    names[id] = type === 'AWS::IAM::ManagedPolicy' ? arnOfPolicy(name) : name;
  }
  return names;
}

export function generatedName(id: string): string {
  return `stack-${id}-ABCDEFGHIJKL`;
}

export function arnOfPolicy(name: string): string {
  return `arn:aws:iam::${account}:policy/${name}`;
}

/** The name of an IAM resource, by its properties. */
export function nameIn(properties: Json | undefined): string | undefined {
  if (!isObject(properties)) return undefined;
  const name = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'Name']
    .map((key) => properties[key])
    .find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : undefined;
}

function resolve(value: Json, scenario: Scenario): Resolved {
  if (isList(value)) return value.map((item) => resolve(item, scenario)).filter((item) => item !== nothing);
  if (!isObject(value)) return value;
  const [[key, argument] = ['', null], ...others] = Object.entries(value);
  if (others.length === 0 && (key === 'Ref' || (key.startsWith('Fn::') && !key.startsWith('Fn::ForEach'))))
    return called(key, argument, scenario);
  return members(value, scenario);
}

function members(value: JsonObject, scenario: Scenario): Json {
  const found: Record<string, Json> = {};
  for (const [key, member] of Object.entries(expanded(value, scenario))) {
    if (key.endsWith(twin) && !scenario.isLastOfTwo) continue;
    const now = resolve(member, scenario);
    const name = key.endsWith(twin) ? key.slice(0, -twin.length) : key;
    if (now !== nothing) found[name] = now;
  }
  return found;
}

/** The members of an object, with its loops expanded. */
function expanded(value: JsonObject, scenario: Scenario): JsonObject {
  const found: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (!key.startsWith('Fn::ForEach') || !isList(member)) {
      found[key] = member;
      continue;
    }
    const [name, over = [], body = {}] = member;
    for (const item of listOf(valueOf(over, scenario))) {
      const text = JSON.stringify(body).replaceAll(`\${${wordOf(name)}}`, wordOf(item));
      Object.assign(found, expanded(JSON.parse(text) as JsonObject, scenario));
    }
  }
  return found;
}

/** The value of a call of each intrinsic function. */
const functions: Readonly<Record<string, (argument: Json, scenario: Scenario) => Resolved>> = {
  Ref: (id, scenario) => (id === 'AWS::NoValue' ? nothing : referred(wordOf(id), scenario)),
  'Fn::If'(argument, scenario) {
    const [condition, one, other] = listOf(argument);
    return resolve((scenario.conditions[wordOf(condition)] === true ? one : other) ?? null, scenario);
  },
  'Fn::GetAtt'(argument, scenario) {
    const [id = ''] = listOf(argument).map(wordOf);
    return referred(id.split('.')[0] ?? '', scenario);
  },
  'Fn::Sub': (argument, scenario) =>
    wordOf(listOf(argument)[0]).replaceAll(/\$\{([^!{}]+)\}/g, (_, id: string) =>
      wordOf(referred(id.split('.')[0] ?? '', scenario)),
    ),
  'Fn::Join'(argument, scenario) {
    const [separator, parts] = listOf(argument);
    return listOf(valueOf(parts, scenario)).map(wordOf).join(wordOf(separator));
  },
  'Fn::Select'(argument, scenario) {
    const [index, from] = listOf(argument);
    return listOf(valueOf(from, scenario))[Number(valueOf(index, scenario))] ?? null;
  },
  'Fn::FindInMap': (argument, scenario) => scenario.values[wordOf(valueOf(listOf(argument)[2], scenario))] ?? null,
  'Fn::Transform': (argument, scenario) =>
    isObject(argument) && isObject(argument['Parameters']) ? valueOf(argument['Parameters']['Value'], scenario) : null,
};

const listOf = (value: Json): readonly Json[] => (isList(value) ? value : [value]);

function called(name: string, argument: Json, scenario: Scenario): Resolved {
  return functions[name]?.(argument, scenario) ?? `<${name}>`;
}

function valueOf(value: Json | undefined, scenario: Scenario): Json {
  const now = resolve(value ?? null, scenario);
  return now === nothing ? null : now;
}

function referred(id: string, scenario: Scenario): Json {
  const value = pseudoParameters[id] ?? scenario.values[id];
  if (value === undefined) return `<${id}>`;
  const now = resolve(value, scenario);
  return now === nothing ? null : now;
}
