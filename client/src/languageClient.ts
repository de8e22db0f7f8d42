/** The language client library, in a bundle of its own, so that it is loaded after the activation. */
export { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
