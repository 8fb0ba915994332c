import { z } from "zod";

const problem = z.object({
  fileName: z.string(),
  line: z.number().nullable(),
  code: z.string(),
  message: z.string(),
});
export type UploadProblem = z.infer<typeof problem>;

const staged = z.object({ batchId: z.string() });
const refused = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    errorId: z.string().optional(),
    details: z
      .object({ problems: z.array(problem).optional(), count: z.number().optional() })
      .optional()
      .catch(undefined),
  }),
});

/** What became of an upload: its batch, or why it was refused, with every file and line that is to blame. */
export type UploadAnswer =
  | { ok: true; batchId: string }
  | { ok: false; code: string; message: string; problems: UploadProblem[]; count: number };

/**
 * Sends a form and tells how much of it has left, from 0 to 1; after 1 the server reads. Never throws. XMLHttpRequest,
 * because fetch does not say how far an upload is.
 */
export function sendUpload(
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.upload.addEventListener("load", () => onProgress(1));
    request.addEventListener("load", () => resolve(readAnswer(request.responseText)));
    const broken = () =>
      resolve(refusal("unreached", "The upload broke off. Look at the connection and send it again."));
    request.addEventListener("error", broken);
    request.addEventListener("timeout", broken);
    request.addEventListener("abort", () =>
      resolve(
        refusal(
          "stopped",
          "Stopped. If all had arrived before, it will stand in the list below, to be discarded.",
        ),
      ),
    );
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function readAnswer(text: string): UploadAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refusal("unexpected", "The server gave an answer that this page does not understand.");
  }
  const good = staged.safeParse(value);
  if (good.success) return { ok: true, batchId: good.data.batchId };
  const bad = refused.safeParse(value);
  if (!bad.success)
    return refusal("unexpected", "The server gave an answer that this page does not understand.");
  const { code, message, details, errorId } = bad.data.error;
  const problems = details?.problems ?? [];
  const words = errorId ? `${message} Error id: ${errorId}` : message;
  return { ok: false, code, message: words, problems, count: details?.count ?? problems.length };
}

function refusal(code: string, message: string): UploadAnswer {
  return { ok: false, code, message, problems: [], count: 0 };
}
