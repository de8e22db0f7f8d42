import { parseArgs } from 'node:util';
import { principalOf } from '../../core/src/index.ts';
import { standardInput } from './standardInput.ts';
import type { CatalogueUpdate } from './updateCatalogue.ts';

/** A command line, read and checked. */
export type CommandLine =
  | { readonly kind: 'check'; readonly options: Options }
  | {
      readonly kind: 'fix';
      readonly options: Options;
      readonly output: FixOutput;
      readonly isCompact: boolean;
      readonly includesUntracked: boolean;
      readonly acceptsGeneratedNames: boolean;
      readonly extendsNotAction: boolean;
    }
  | { readonly kind: 'explain'; readonly patterns: readonly string[]; readonly options: Options }
  | { readonly kind: 'update-catalogue'; readonly update: CatalogueUpdate }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Where the refined text goes. Only `write` changes files. */
export type FixOutput = 'write' | 'dry-run' | 'diff' | 'stdout';

export interface Options {
  /** Files and folders; `-` is standard input, at most once. */
  readonly paths: readonly string[];
  /** The path with which standard input is matched and named. */
  readonly stdinPath?: string;
  /** Files and globs; empty: the default glob below the current directory. */
  readonly findings: readonly string[];
  /** Files and globs with deployed resources; empty: the default globs. */
  readonly deployed: readonly string[];
  /** ARNs; empty: the principal is found by matching. */
  readonly principals: readonly string[];
  /** The principals hold the policies even if a document names other holders. */
  readonly isAssumed?: true;
  readonly catalogue?: string;
  /** A `.iam-refine.json` that applies to all files, instead of the nearest one above each. */
  readonly config?: string;
  readonly format: Format;
  /** Parts of a document that could not be read are reported, but are not a failure. */
  readonly allowUnread: boolean;
}

export type Format = (typeof formats)[number];

const formats = ['text', 'json', 'sarif', 'github'] as const;

export const usage = `Usage: iam-refine check PATH…
       iam-refine fix PATH… [--dry-run | --diff | --stdout] [--compact] [--include-untracked]
                      [--accept-generated-names] [--refine-not-action]
       iam-refine explain PATTERN…
       iam-refine catalogue update --from DIR|URL --catalogue FILE

Removes unused permissions from IAM policies, based on IAM Access Analyzer findings. PATH is a
policy file, a folder, or - for standard input (fix: with --stdout, --diff or --dry-run). In a
folder, every text file is searched for policies, whatever its name; what .gitignore names is
skipped, except findings and configurations.

  check             report what is unused
                    exit 0 nothing is unused, 1 something is, 2 failed: wrong usage, or a policy, a
                    part of one, a findings file or a .iam-refine.json could not be read
  fix               remove it, in place
                    exit 0 done or nothing to do, 1 something was left undone, 2 failed
  explain           show what a pattern such as 's3:Get*' matches, which prefixes would replace it,
                    and why
                    exit 0 done, 2 failed
  catalogue update  write an action catalogue from the AWS service reference: from a folder of its
                    files, or from the address of its list, such as
                    https://servicereference.us-east-1.amazonaws.com/. Only an address uses the
                    network

  --dry-run         fix: report what would be done, and write nothing
  --diff            fix: print the changes as a diff for git apply or patch -p1, and write nothing
  --stdout          fix, one file: print the refined text, and write nothing
  --compact         fix: write the fewest characters instead of prefixes that end with a word, for
                    policies near their quota
  --include-untracked
                    fix: also remove iam:PassRole where the whole service iam is unused; AWS does
                    not track its use
  --accept-generated-names
                    fix: also refine policies that are only matched by the name that CloudFormation
                    generated for a role, STACK-LOGICALID-SUFFIX
  --refine-not-action
                    fix: also extend the NotAction of Allow statements by what is unused
  --findings FILE   findings file or glob, may be repeated (default:
                    **/*finding*.{json,ndjson,jsonl}); letter case is ignored in globs
  --deployed FILE   file or glob with deployed resources: aws cloudformation describe-stack-resources
                    or list-stack-resources, terraform show -json, terraform.tfstate; may be
                    repeated (default: **/*stack-resources*.json, **/*.tfstate, **/*tfstate*.json)
  --principal ARN   the principal that the policies belong to, may be repeated; by default, the file
                    or a folder above it is named after the principal
  --assume-principal
                    with --principal: also for policies that belong to another principal in their
                    document
  --stdin-path NAME
                    the path of standard input, for matching, configuration and messages; without
                    it, only the document and --principal tell which principal the policy belongs to
  --catalogue FILE  {"s3": ["GetObject", …], …}, instead of the built-in action catalogue
  --config FILE     a .iam-refine.json, instead of the nearest above each file
  --allow-unread    check and fix: report parts of a document that could not be read, without
                    changing the exit code
  --format FORMAT   text (default) or json; check: also sarif (2.1.0, for code scanning) or github
                    (annotations of GitHub Actions)
  --help, --version`;

const optionTypes = {
  findings: { type: 'string', multiple: true },
  principal: { type: 'string', multiple: true },
  'assume-principal': { type: 'boolean' },
  catalogue: { type: 'string' },
  from: { type: 'string' },
  'stdin-path': { type: 'string' },
  config: { type: 'string' },
  format: { type: 'string' },
  'allow-unread': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  diff: { type: 'boolean' },
  stdout: { type: 'boolean' },
  compact: { type: 'boolean' },
  'include-untracked': { type: 'boolean' },
  'accept-generated-names': { type: 'boolean' },
  'refine-not-action': { type: 'boolean' },
  deployed: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof optionTypes; allowPositionals: true }>>['values'];

/** Reads the arguments after the program's name. Never throws. */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: optionTypes, allowPositionals: true });
    if (values.help === true) return { kind: 'help' };
    return values.version === true ? { kind: 'version' } : commandOf(values, positionals);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function commandOf(values: Values, [command, ...rest]: readonly string[]): CommandLine {
  switch (command) {
    case 'catalogue':
      return catalogueCommand(values, rest);
    case 'check':
    case 'fix':
    case 'explain':
      return workingCommand(values, command, rest);
    case undefined:
      return wrong('no command given');
    default:
      return wrong(`unknown command '${command}'`);
  }
}

type Command = 'check' | 'fix' | 'explain';

function workingCommand(values: Values, command: Command, rest: readonly string[]): CommandLine {
  if (rest.length === 0) return wrong(`${command}: no ${command === 'explain' ? 'PATTERN' : 'PATH'} given`);
  const [output = 'write', second] = outputsOf(values);
  const misplaced = misplacedOption(values, { command, output, second }, rest);
  if (misplaced !== undefined) return wrong(misplaced);
  const options = optionsOf(values, command === 'explain' ? [] : rest);
  if (options === undefined) return wrong(`--format: expected text, json, sarif or github, not '${values.format}'`);
  if (command === 'check') return { kind: 'check', options };
  if (options.format === 'sarif' || options.format === 'github')
    return wrong(`--format ${options.format} works only with check`);
  return command === 'explain'
    ? { kind: 'explain', patterns: rest, options }
    : {
        kind: 'fix',
        options,
        output,
        isCompact: values.compact === true,
        includesUntracked: values['include-untracked'] === true,
        acceptsGeneratedNames: values['accept-generated-names'] === true,
        extendsNotAction: values['refine-not-action'] === true,
      };
}

interface Outputs {
  readonly command: Command;
  readonly output: FixOutput;
  readonly second: FixOutput | undefined;
}

/** The error if options do not go together or have wrong values. */
function misplacedOption(values: Values, outputs: Outputs, rest: readonly string[]): string | undefined {
  if (values.from !== undefined) return '--from works only with catalogue update';
  return misplacedOutput(values, outputs) ?? misplacedInput(values, outputs, rest) ?? wrongPrincipal(values);
}

function wrongPrincipal({ principal: principals = [] }: Values): string | undefined {
  const wrongOne = principals.find((arn) => principalOf(arn) === undefined);
  return wrongOne === undefined ? undefined : `--principal: '${wrongOne}' is not the ARN of an IAM role or user`;
}

function misplacedOutput(values: Values, { command, output, second }: Outputs): string | undefined {
  if (second !== undefined) return `--${output} and --${second} cannot be combined`;
  if (command === 'fix') return undefined;
  if (output !== 'write') return `--${output} works only with fix`;
  const misplaced = (['compact', 'include-untracked', 'accept-generated-names', 'refine-not-action'] as const).find(
    (name) => values[name] === true,
  );
  return misplaced === undefined ? undefined : `--${misplaced} works only with fix`;
}

/** The error if input options do not fit the command. The arguments of `explain` are not paths. */
function misplacedInput(
  { 'stdin-path': name }: Values,
  { command, output }: Outputs,
  rest: readonly string[],
): string | undefined {
  const count = command === 'explain' ? 0 : rest.filter((given) => given === standardInput).length;
  if (count > 1) return `${command}: ${standardInput} is given ${count} times but can be read only once`;
  if (count === 0) return name === undefined ? undefined : `--stdin-path needs the path ${standardInput}`;
  if (name === '') return '--stdin-path: the name is empty';
  return command === 'fix' && output === 'write'
    ? 'fix: standard input cannot be changed in place: add --stdout, --diff or --dry-run'
    : undefined;
}

function catalogueCommand({ from, catalogue: file }: Values, words: readonly string[]): CommandLine {
  if (words.join(' ') !== 'update') return wrong('catalogue: expected update');
  if (from === undefined) return wrong('catalogue update: no --from DIR or URL given');
  return file === undefined
    ? wrong('catalogue update: no --catalogue FILE to write given')
    : { kind: 'update-catalogue', update: { from, file } };
}

/** The options; `undefined` if the format is unknown. */
function optionsOf(values: Values, paths: readonly string[]): Options | undefined {
  const {
    findings = [],
    deployed = [],
    principal: principals = [],
    catalogue,
    config,
    'stdin-path': stdinPath,
  } = values;
  const format = formats.find((known) => known === (values.format ?? 'text'));
  if (format === undefined) return undefined;
  return {
    paths,
    findings,
    deployed,
    principals,
    format,
    ...(values['assume-principal'] === true ? { isAssumed: true as const } : {}),
    allowUnread: values['allow-unread'] === true,
    ...(stdinPath === undefined ? {} : { stdinPath }),
    ...(catalogue === undefined ? {} : { catalogue }),
    ...(config === undefined ? {} : { config }),
  };
}

function outputsOf(values: Values): FixOutput[] {
  return (['dry-run', 'diff', 'stdout'] as const).filter((name) => values[name] === true);
}

function wrong(message: string): CommandLine {
  return { kind: 'wrong', message: firstSentence(message) };
}

/** The first sentence of a message of Node; the rest explains how to escape arguments. */
function firstSentence(message: string): string {
  return message.split('. ')[0] ?? message;
}
