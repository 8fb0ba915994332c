import { expect, it } from "vitest";
import { reaching } from "@/components/forms/reaching";
import type { ActionResult } from "@/lib/action-result";

const form = new FormData();
const failing = (error: unknown) =>
  reaching(async (_: null, _form: FormData): Promise<ActionResult<null>> => {
    throw error;
  });

it("answers that no server was reached where the browser's request failed, and hands on all else", async () => {
  expect(await failing(new TypeError("Failed to fetch"))(null, form)).toMatchObject({ code: "unreached" });
  const ofServer = Object.assign(new TypeError("digested"), { digest: "1" });
  await expect(failing(ofServer)(null, form)).rejects.toBe(ofServer);
  await expect(failing(new Error("NEXT_REDIRECT"))(null, form)).rejects.toThrow("NEXT_REDIRECT");
  const saved: ActionResult<null> = { ok: true, data: null };
  expect(await reaching(async () => saved)(null, form)).toBe(saved);
});
