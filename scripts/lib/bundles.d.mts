/** What esbuild is told of one bundle. */
export interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly [option: string]: unknown;
}
export const extensionBundles: readonly Bundle[];
export const commandLineBundle: Bundle;
/** The options of esbuild that say what a bundle is made of and where it goes. */
export function outputOf(bundle: Bundle): {
  readonly entryPoints: [string] | [{ readonly in: string; readonly out: string }];
  readonly outfile?: string;
  readonly outdir?: string;
  readonly outExtension?: Record<string, string>;
};
