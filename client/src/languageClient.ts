/** The library that talks to the server: a bundle of its own, which is loaded behind the activation. */
export { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
