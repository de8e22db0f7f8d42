/** Actions as strings and as sets, and the catalogue of those that there are. */
export { noReference, openDetails } from './actionDetails.ts';
export type { ActionDetails, ActionReference } from './actionDetails.ts';
export { suggestAction } from './suggestAction.ts';
export { readEscalations, riskOf } from './escalations.ts';
export type { Escalation, EscalationKind, Escalations, Risk } from './escalations.ts';
export { parseActionPattern } from './actionPattern.ts';
export { foldCase, foldedParts } from './foldCase.ts';
export { wordEnds } from './words.ts';
export { accessLevelOf, accessLevels, openCatalogue } from './catalogue.ts';
export type { AccessLevel, ActionCatalogue, CatalogueService } from './catalogue.ts';
export { readCatalogue } from './readCatalogue.ts';
export { packDetails } from './actionDetails.ts';
export type { ServiceDetailsToPack } from './actionDetails.ts';
export { packCatalogue } from './catalogue.ts';
export type { CatalogueDates, ServiceToPack } from './catalogue.ts';
export { readServiceList, readServiceReference, writeCatalogue } from './serviceReference.ts';
export type { ReferencedService } from './serviceReference.ts';
