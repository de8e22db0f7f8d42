/** VS Code's four kinds of themes and the sizes of windows in which the extension is looked at. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from './session.ts';

interface Theme {
  /** As `workbench.colorTheme` names it. */
  readonly theme: string;
  /** The class of the workbench. */
  readonly mark: string;
  readonly isHighContrast: boolean;
}

export const themes: Readonly<Record<string, Theme>> = {
  light: { theme: 'Default Light Modern', mark: 'vs', isHighContrast: false },
  dark: { theme: 'Default Dark Modern', mark: 'vs-dark', isHighContrast: false },
  'high-contrast': { theme: 'Default High Contrast', mark: 'hc-black', isHighContrast: true },
  'high-contrast-light': { theme: 'Default High Contrast Light', mark: 'hc-light', isHighContrast: true },
};

export const sizes: readonly { readonly width: number; readonly height: number }[] = [
  { width: 1440, height: 900 },
  { width: 1000, height: 600 },
];

/** Calls `look` in each theme at each size, with a name for pictures: `dark-1000`. */
export async function inEveryLook(
  { folder, workbench: { page } }: Session,
  look: (name: string, theme: Theme) => Promise<void>,
): Promise<void> {
  for (const [name, theme] of Object.entries(themes)) {
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const settings = JSON.stringify({ 'workbench.colorTheme': theme.theme });
    writeFileSync(path.join(folder, '.vscode/settings.json'), settings);
    await page.locator(`.monaco-workbench.${theme.mark}`).waitFor({ timeout: 30_000 });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await look(`${name}-${size.width}`, theme);
    }
  }
  const [first] = sizes;
  if (first !== undefined) await page.setViewportSize(first);
}
