import type { Locator, Page } from "playwright-core";

/** Waits until the review desk listens to keys and every step is saved: it says "Opening …" or "Saving …" before. */
export async function atRest(page: Page): Promise<void> {
  await page.getByText("Saved", { exact: true }).waitFor();
}

/** What the current place of the review desk is about. */
export function placeGroup(page: Page): Locator {
  return page.getByLabel("Place", { exact: true }).getByRole("status").first();
}

/** Waits until that many places are settled. By the bar: the same words say which place of how many one looks at. */
export async function settledIs(page: Page, settled: number, total: number): Promise<void> {
  await page.locator(`progress[aria-label="Settled"][value="${settled}"][max="${total}"]`).waitFor();
}
