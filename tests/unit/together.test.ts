import { afterEach, expect, test, vi } from "vitest";
import { together } from "@/lib/together";

/** A function that answers each key with its length, one go at a time as the test lets it. */
function makeAsk() {
  const goes: { keys: string[]; end: (failure?: Error) => void }[] = [];
  const ask = together<string, number>(
    (keys) =>
      new Promise((resolve, reject) => {
        const end = (failure?: Error) =>
          failure
            ? reject(failure)
            : resolve(new Map(keys.filter((key) => key !== "none").map((key) => [key, key.length])));
        goes.push({ keys, end });
      }),
  );
  return { ask, goes };
}

afterEach(() => vi.useRealTimers());

test("what is asked while others are under way goes together when they are back, each question once", async () => {
  const { ask, goes } = makeAsk();
  const first = ask("a");
  const later = [ask("bb"), ask("ccc"), ask("bb"), ask("none"), ask("a")];
  expect(goes.map((go) => go.keys)).toEqual([["a"]]);
  goes[0]?.end();
  expect(await first).toBe(1);
  await vi.waitFor(() => expect(goes).toHaveLength(2));
  expect(goes[1]?.keys).toEqual(["bb", "ccc", "none", "a"]);
  goes[1]?.end();
  expect(await Promise.all(later)).toEqual([2, 3, 2, undefined, 1]);
  const last = ask("dddd");
  expect(goes[2]?.keys).toEqual(["dddd"]);
  goes[2]?.end();
  expect(await last).toBe(4);
});

test("a failure is that of those who went along, and the next go is another", async () => {
  const { ask, goes } = makeAsk();
  const failing = Promise.allSettled([ask("a")]);
  const next = ask("bb");
  goes[0]?.end(new Error("cut"));
  expect(await failing).toMatchObject([{ status: "rejected", reason: { message: "cut" } }]);
  await vi.waitFor(() => expect(goes).toHaveLength(2));
  goes[1]?.end();
  expect(await next).toBe(2);
});

test("a question whose answer never comes holds nobody up for long, also where nobody else comes", async () => {
  vi.useFakeTimers();
  const { ask, goes } = makeAsk();
  void ask("lost");
  const waiting = [ask("a"), ask("bb"), ask("a")];
  vi.advanceTimersByTime(900);
  expect(goes).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(goes.map((go) => go.keys)).toEqual([["lost"], ["a", "bb"]]);
  goes[1]?.end();
  expect(await Promise.all(waiting)).toEqual([1, 2, 1]);
  const last = ask("ccc");
  expect(goes[2]?.keys).toEqual(["ccc"]);
  goes[2]?.end();
  expect(await last).toBe(3);
  vi.advanceTimersByTime(5_000);
  expect(goes).toHaveLength(3);
});
