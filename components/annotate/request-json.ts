import { z } from "zod";
import { spokenFor } from "@/components/ui/request-as";

/** Why a request failed: the server's stable code and message, or status 0 when nothing answered. */
export type ErrorShape = { status: number; code: string; message: string; details?: unknown };

export type Answer<T> = { ok: true; data: T } | { ok: false; error: ErrorShape };

const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

/** A request to our own endpoints with its answer checked; never throws: what went wrong is in the answer. */
export async function requestJson<S extends z.ZodType>(
  path: string,
  schema: S,
  { method = "GET", body, signal }: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer<z.output<S>>> {
  let response: Response;
  let value: unknown;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: { ...spokenFor(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    value = await response.json();
  } catch {
    return { ok: false, error: { status: 0, code: "unreached", message: "The server cannot be reached." } };
  }
  if (response.ok) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ok: true, data: parsed.data };
  }
  const failed = errorBody.safeParse(value);
  const error = failed.success
    ? failed.data.error
    : { code: "unexpected", message: "The server gave an answer that this page does not understand." };
  return { ok: false, error: { status: response.ok ? 502 : response.status, ...error } };
}
