import type { Locator } from 'playwright-core';

/**
 * Does something until what it leads to is seen: a key or a click that comes while the window is busy with itself is lost,
 * and a person does it again.
 */
export async function untilShown(act: () => Promise<void>, target: Locator): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    await act().catch((error) => {
      if (tries === 3) throw error;
    });
    const seen = await target.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (seen) return;
  }
  await target.waitFor();
}
