export interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
}
export function fits(
  locked: Readonly<Record<string, LockedPackage>>,
  installed: Readonly<Record<string, LockedPackage>>,
): boolean;
export function ensureModules(options?: { log?: (text: string) => void }): Promise<void>;
