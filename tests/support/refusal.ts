import { AppError } from "@/lib/errors";

/** The AppError with which `work` is refused; throws when it is not refused, or fails in another way. */
export async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error("This was not refused as it must be.", { cause: error });
}
