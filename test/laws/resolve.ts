/**
 * What a CloudFormation template is when it is deployed, by the plainest definition there is: each condition is true or false, each function gives its
 * value. Shares nothing with the engine. Source: CloudFormation Template Reference, "Intrinsic function reference".
 */
import { isList, isObject, twin, type Json, type JsonObject } from './json.ts';

/** One deployment. */
export interface Scenario {
  readonly conditions: Readonly<Record<string, boolean>>;
  /** What parameters are, and whatever else an expression hides, by name. */
  readonly values: Readonly<Record<string, Json>>;
  /** Of two members of a name the second counts. */
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

/** All deployments of a document: each condition that it names both ways. */
export function scenariosOf(text: string, values: Readonly<Record<string, Json>>): Scenario[] {
  const named = conditionNames.filter((name) => new RegExp(`"Fn::If\\\\*":\\s*\\[\\s*\\\\*"${name}\\\\*"`).test(text));
  const choices = named.reduce<Record<string, boolean>[]>(
    (all, name) => all.flatMap((one) => [true, false].map((is) => ({ ...one, [name]: is }))),
    [{}],
  );
  const orders = hasTwins(text) ? [false, true] : [false];
  return choices.flatMap((conditions) => orders.map((isLastOfTwo) => ({ conditions, values, isLastOfTwo })));
}

/** A cheap look: generated documents name the twins of few members. */
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

/** What `Ref` gives of each resource, and `Fn::GetAtt` of its ARN. */
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

/** The name that a resource of IAM has. */
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

/** The members of an object with its loops carried out. */
function expanded(value: JsonObject, scenario: Scenario): JsonObject {
  const found: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    if (!key.startsWith('Fn::ForEach') || !isList(member)) {
      found[key] = member;
      continue;
    }
    const [name, over = [], body = {}] = member;
    const items = resolve(over, scenario);
    for (const item of isList(items === nothing ? null : items) ? (items as readonly Json[]) : []) {
      const text = JSON.stringify(body).replaceAll(`\${${String(name)}}`, String(item));
      Object.assign(found, expanded(JSON.parse(text) as JsonObject, scenario));
    }
  }
  return found;
}

function called(name: string, argument: Json, scenario: Scenario): Resolved {
  const of = (value: Json | undefined): Json => {
    const now = resolve(value ?? null, scenario);
    return now === nothing ? null : now;
  };
  const list = isList(argument) ? argument : [argument];
  switch (name) {
    case 'Ref':
      return argument === 'AWS::NoValue' ? nothing : referred(String(argument), scenario);
    case 'Fn::If':
      return resolve((scenario.conditions[String(list[0])] === true ? list[1] : list[2]) ?? null, scenario);
    case 'Fn::GetAtt':
      return referred((list.length === 1 ? String(list[0]).split('.')[0] : String(list[0])) ?? '', scenario);
    case 'Fn::Sub':
      return String(list[0]).replaceAll(/\$\{([^!{}]+)\}/g, (_, id: string) => String(referred(id.split('.')[0] ?? '', scenario)));
    case 'Fn::Join': {
      const parts = of(list[1]);
      return (isList(parts) ? parts : []).join(String(list[0]));
    }
    case 'Fn::Select': {
      const from = of(list[1]);
      return (isList(from) ? from[Number(of(list[0]))] : null) ?? null;
    }
    case 'Fn::FindInMap':
      return scenario.values[String(of(list[2]))] ?? null;
    case 'Fn::Transform':
      return isObject(argument) && isObject(argument['Parameters']) ? of(argument['Parameters']['Value']) : null;
    default:
      return `<${name}>`;
  }
}

function referred(id: string, scenario: Scenario): Json {
  const value = pseudoParameters[id] ?? scenario.values[id];
  if (value === undefined) return `<${id}>`;
  const now = resolve(value, scenario);
  return now === nothing ? null : now;
}
