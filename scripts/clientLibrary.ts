/** What the bundle of the language client leaves out of its library. */
import type { Plugin } from 'esbuild';

/** The features of the language client that the server does not offer: a third of the library. */
const featuresWithoutUse: readonly string[] = [
  'callHierarchy',
  'colorProvider',
  'declaration',
  'definition',
  'diagnostic',
  'documentHighlight',
  'documentSymbol',
  'fileOperations',
  'foldingRange',
  'formatting',
  'implementation',
  'inlineCompletion',
  'inlineValue',
  'linkedEditingRange',
  'notebook',
  'reference',
  'rename',
  'selectionRange',
  'semanticTokens',
  'signatureHelp',
  'textDocumentContent',
  'typeDefinition',
  'typeHierarchy',
  'workspaceSymbol',
];

/**
 * Leaves these features out of the client, which then announces nothing of them: in their place, the library gets one
 * that does nothing.
 */
export const fewFeatures: Plugin = {
  name: 'few features',
  setup(bundler) {
    const unused = new RegExp(String.raw`^\./(?:${featuresWithoutUse.join('|')})$`);
    bundler.onResolve({ filter: unused }, ({ path: name, importer }) =>
      /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/](?:client|api)\.js$/.test(importer)
        ? { path: name, namespace: 'without use' }
        : undefined,
    );
    bundler.onLoad({ filter: /^/, namespace: 'without use' }, () => ({
      contents: `class NoFeature {
  getState() { return { kind: 'static' }; }
  fillClientCapabilities() {}
  initialize() {}
  clear() {}
}
module.exports = new Proxy({}, { get: () => NoFeature });`,
    }));
  },
};

/**
 * Leaves out the check of VS Code's version: VS Code compares `engines` of the manifest, which wants a later one than the
 * library, before it loads the extension.
 */
export const versionChecked: Plugin = {
  name: 'version checked',
  setup(bundler) {
    bundler.onResolve({ filter: /^semver\/functions\/(?:parse|satisfies)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'version checked',
    }));
    bundler.onLoad({ filter: /^/, namespace: 'version checked' }, () => ({ contents: 'module.exports = () => true;' }));
  },
};
