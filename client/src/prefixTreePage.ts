/** The HTML of the page that shows a prefix tree. */
import * as vscode from 'vscode';

/** A global of Node and of web workers alike. */
declare const crypto: { readonly getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> };

/** The HTML of the page. Its security policy allows only our own style sheet, and the script with the nonce. */
export function pageFor(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const { t } = vscode.l10n;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${address('prefixTree.css')}">
<title>${t('Prefix Tree')}</title>
</head>
<body>
${header()}
<main>
<div id="frame"><svg id="picture" role="img" aria-label="${t('The prefix tree as a picture; the list beside it has the same content')}"></svg></div>
<div id="words" role="tree" aria-label="${t('Prefix Tree')}"></div>
<section id="details" aria-label="${t('Selected prefix')}"><h2 id="chosen" aria-live="polite"></h2><ul id="actions"></ul></section>
</main>
${legend()}
<script nonce="${nonce}" src="${address('prefixTree.js')}"></script>
</body>
</html>`;
}

/** The heading, and everything to press. */
function header(): string {
  const { t } = vscode.l10n;
  return `<header>
<h1 id="heading"></h1>
<div class="row">
<button id="replace" type="button" aria-disabled="true" aria-describedby="reason">${t('Replace')}</button>
<p id="reason" role="status"></p>
</div>
<div class="row" role="search">
<input id="search" type="search" placeholder="${t('Find an action')}" aria-label="${t('Find an action')}" aria-keyshortcuts="Control+F /" spellcheck="false">
${markButton('previousHit', '↑', t('Previous Match (Shift+Enter)'))}${markButton('nextHit', '↓', t('Next Match (Enter)'))}
<span id="hits" role="status"></span>
</div>
<div class="row">
${markButton('zoomIn', '+', t('Zoom In'))}${markButton('zoomOut', '−', t('Zoom Out'))}${button('fit', t('Fit'), ` title="${t('Show the whole tree')}"`)}
${button('openAll', t('Open All'))}${button('closeAll', t('Close All'))}${button('copy', t('Copy as SVG'))}
</div>
</header>`;
}

function button(id: string, text: string, more = ''): string {
  return `<button id="${id}" type="button"${more}>${text}</button>`;
}

/** A button with a mark in place of words. `label`: what it does. */
function markButton(id: string, mark: string, label: string): string {
  return button(id, mark, ` title="${label}" aria-label="${label}"`);
}

/** What frames, lines and marks mean, each beside a sample that looks like the picture. */
function legend(): string {
  const { t } = vscode.l10n;
  return `<section id="legend" aria-labelledby="legendTitle">
<h2 id="legendTitle">${t('Legend')}</h2>
<ul>
${item('reported', 'safe', { name: 'Get*' }, t('Solid: no action below is reported unused (safe)'))}
${item('reported', 'unsafe', { name: 'Get*' }, t('Dashed: some actions below are unused (not safe)'))}
${item('reported', 'safe written', { name: 'Get*' }, t('Thick: written in place of the wildcard'))}
${item('reported', 'unsafe', { count: '2/5' }, t('2 of 5 actions are unused'))}
${item('reported', 'unsafe', { count: '✗' }, t('Unused action'))}
${item('unreported', 'unknown', { count: '5' }, t('5 actions; whether they are unused is not known'))}
${item('', 'unknown', { count: '▸' }, t('Closed: press Enter to open it'))}
${item('', 'unknown found', { name: 'Get' }, t('Underlined: found'))}
</ul>
</section>`;
}

/** `when`: the class that hides the item with or without a finding. `look`: the classes of the sample. */
function item(when: string, look: string, sample: Sample, meaning: string): string {
  return `<li class="${when}">${sampleOf(look, sample)}<span>${meaning}</span></li>`;
}

interface Sample {
  readonly name?: string;
  readonly count?: string;
}

/** A box as in the picture, with one text in it. */
function sampleOf(look: string, { name = '', count = '' }: Sample): string {
  return `<svg viewBox="0 0 58 24" aria-hidden="true"><g class="sample ${look}"><rect x="2" y="2" width="54" height="20" rx="4"></rect><text x="8" y="16">${name}</text><text class="count" x="50" y="16">${count}</text></g></svg>`;
}
