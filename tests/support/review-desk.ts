import type { Locator, Page } from "playwright-core";

/** Waits until the review desk listens to keys and every step is saved: it says "Opening …" or "Saving …" before. */
export async function atRest(page: Page): Promise<void> {
  await page.getByText("Saved", { exact: true }).waitFor();
}

/** What the current place of the review desk is about. */
export function placeGroup(page: Page): Locator {
  return page.getByLabel("Place", { exact: true }).getByRole("status").first();
}
