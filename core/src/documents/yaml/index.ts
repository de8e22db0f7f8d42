export { yamlSyntax } from './yamlSyntax.ts';
