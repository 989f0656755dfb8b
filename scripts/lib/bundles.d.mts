/** What esbuild is told of one bundle. */
export interface Bundle {
  readonly entry: string;
  readonly outfile: string;
  readonly [option: string]: unknown;
}
export const extensionBundles: readonly Bundle[];
export const commandLineBundle: Bundle;
