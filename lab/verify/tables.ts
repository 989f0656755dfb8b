import type { Difference } from './compare.ts';

/** The routes that a speaker of BGP has written in the kernel, against those that the model says it learns. */
export interface TableFinding {
  readonly netns: string;
  /** How many the model says. */
  readonly routes: number;
  /** Routes as `ip route` prints them. */
  readonly difference: Difference;
}

const TOLD = /^bgp (\S+): (\d+) routes by BIRD$/;
const DIFFERS = /^bgp (\S+): only in the (model|kernel): (.*)$/;

/** What a lab's script says of them on standard error, see `bgpSection`; nothing where no BIRD ran. */
export function tablesOf(err: string): readonly TableFinding[] {
  const lines = err.split('\n');
  return lines.flatMap((line): readonly TableFinding[] => {
    const [, netns, routes] = TOLD.exec(line) ?? [];
    if (netns === undefined) return [];
    return [{ netns, routes: Number(routes), difference: of(netns) }];
  });

  function of(netns: string): Difference {
    const side = (name: string) =>
      lines.flatMap((line) => {
        const [, where, which, route] = DIFFERS.exec(line) ?? [];
        return where === netns && which === name ? [route!] : [];
      });
    return { missing: side('model'), extra: side('kernel') };
  }
}

export const differs = ({ difference }: TableFinding): boolean =>
  difference.missing.length + difference.extra.length > 0;
