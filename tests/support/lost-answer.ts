import type { Page, Request } from "playwright-core";

function isPress(request: Request): boolean {
  return request.method() === "POST" && request.headers()["next-action"] !== undefined;
}

/**
 * Loses the answer to the next form that a page sends: the server has done what was asked, the page hears nothing. Calls
 * `press`, and waits until the page says that it heard nothing; then the line is as before.
 */
export async function loseAnswer(page: Page, press: () => Promise<void>): Promise<void> {
  let isLost = false;
  await page.route("**", async (route) => {
    if (isLost || !isPress(route.request())) return route.fallback();
    isLost = true;
    const answer = await route.fetch({ maxRedirects: 0 });
    if (answer.status() >= 400) throw new Error(`The server answered ${answer.status()}.`);
    await route.abort();
  });
  await press();
  await page.getByText("The server cannot be reached. Nothing on this page is lost").waitFor();
  await page.unroute("**");
}
