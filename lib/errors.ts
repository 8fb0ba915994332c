/** What went wrong in a way the caller can act on: a stable code, an HTTP status and, where useful, details. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message);
    this.name = "AppError";
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** 400: the input is not what it must be; nothing was changed. */
export function badInput(code: string, message: string, details?: unknown): AppError {
  return new AppError(400, code, message, details);
}

/** 401: nobody is signed in. */
export function unauthenticated(): AppError {
  return new AppError(401, "not-signed-in", "Sign in first.");
}

/** 403: the thing is visible to the caller, the action is not allowed. */
export function forbidden(message = "Your role does not allow this.", code = "forbidden"): AppError {
  return new AppError(403, code, message);
}

/** 404: there is no such thing, or the caller may not know that there is; the two answers are the same. */
export function notFound(): AppError {
  return new AppError(404, "not-found", "There is nothing here, or it is not yours to see.");
}

/** 409: the thing has changed, or its state does not allow this now. */
export function conflict(code: string, message: string, details?: unknown): AppError {
  return new AppError(409, code, message, details);
}

/** 413: more bytes than the limit, which the message names. */
export function tooLarge(message: string): AppError {
  return new AppError(413, "too-large", message);
}

/** 429: too many tries; `details.retryAfterSeconds` says when the next one counts. */
export function tooMany(message: string, retryAfterSeconds: number): AppError {
  return new AppError(429, "too-many", message, { retryAfterSeconds });
}
