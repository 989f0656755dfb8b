/** Resolves after so many milliseconds; with 0 when everything else that is due has had its turn. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
