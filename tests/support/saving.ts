import type { BrowserContext, Page } from "playwright-core";
import { z } from "zod";
import { db } from "@/lib/db";
import type { TestApp } from "./app";
import { logIn } from "./login";

/** Signs somebody in in a browser that may have had another login before. */
export async function signInAs(context: BrowserContext, app: TestApp, userId: string): Promise<void> {
  const { name, value } = await logIn(userId);
  await context.addCookies([{ name, value, url: app.url, httpOnly: true, sameSite: "Lax" }]);
}

/** Marks the next so many sentences as claims, each seen on the screen before the next. */
export async function markClaims(page: Page, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const before = await shownMarks(page);
    await page.keyboard.press("j");
    await page.keyboard.press("1");
    await page.getByRole("heading", { name: `Marks ${before + 1}`, exact: true }).waitFor();
  }
}

/** How many marks the list beside the text counts. */
export async function shownMarks(page: Page): Promise<number> {
  const heading = await page.getByRole("heading", { name: /^Marks \d+$/ }).textContent();
  return Number(/\d+/.exec(heading ?? "")?.[0]);
}

/** What the database has of a layer: every save once, or more or fewer of one of the three. */
export async function countSaved(layerId: string) {
  const [marks, commands, events] = await Promise.all([
    db().annotation.count({ where: { layerId, deletedAt: null } }),
    db().command.count({ where: { layerId } }),
    db().event.count({ where: { layerId, type: "annotation.created" } }),
  ]);
  return { marks, commands, events };
}

/** Waits until the service worker is there and has what it keeps. */
export async function waitForWorker(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const kept = z.array(z.tuple([z.string(), z.array(z.unknown())]));

/** The keys of everything in the browser's databases, by database and store. */
export async function keptKeys(page: Page): Promise<Map<string, unknown[]>> {
  const found = await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: [string, unknown[]][] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames)
        rows.push([
          `${name}/${store}`,
          await wait(database.transaction(store).objectStore(store).getAllKeys()),
        ]);
      database.close();
    }
    return rows;
  });
  return new Map(kept.parse(found));
}
