import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asOnePress, reaching } from "@/components/forms/reaching";
import type { ActionResult } from "@/lib/action-result";

type Answer = ActionResult<null> | Error;

/** A form whose presses are answered so, one after another; the ids with which they came. */
async function pressed(answers: readonly Answer[]): Promise<(FormDataEntryValue | null)[]> {
  const ids: (FormDataEntryValue | null)[] = [];
  const left = [...answers];
  const action = async (_previous: null, form: FormData): Promise<ActionResult<null>> => {
    ids.push(form.get("pressId"));
    const answer = left.shift();
    if (!answer || answer instanceof Error) throw answer;
    return answer;
  };
  const send = reaching(asOnePress(action, { current: null }));
  for (const _ of answers) await send(null, new FormData()).catch(() => undefined);
  return ids;
}

const done: Answer = { ok: true, data: null };
const refusal = (code: string): Answer => ({ ok: false, code, message: "No." });
const lost = new TypeError("Failed to fetch");
const redirected = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/x;303;" });

beforeEach(() => void vi.stubGlobal("window", { isSecureContext: true }));
afterEach(() => void vi.unstubAllGlobals());

describe("a form's press", () => {
  it("keeps its id until it is known to be done", async () => {
    const [first, ...more] = await pressed([
      lost,
      lost,
      refusal("database-away"),
      refusal("forbidden"),
      done,
    ]);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(more).toEqual([first, first, first, first]);
  });

  it.each([
    ["a success", done],
    ["word that the press before was done", refusal("command-reused")],
    ["a redirect", redirected],
  ])("is another one after %s", async (_what, answer) => {
    const [first, second] = await pressed([answer, done]);
    expect(second).not.toBe(first);
  });

  it("has none where the connection is not secure", async () => {
    vi.stubGlobal("window", { isSecureContext: false });
    expect(await pressed([lost, done])).toEqual([null, null]);
  });
});
