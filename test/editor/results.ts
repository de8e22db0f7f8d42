/** What the suite inside VS Code tells the process outside. */
export interface SuiteResults {
  readonly version: string;
  readonly tests: { readonly title: string; readonly error?: string }[];
}
