/** Said where the server could not be reached: what stands on the page stays, and pressing again is safe to try. */
export const unreachedWords =
  "The server cannot be reached. Nothing on this page is lost: check your connection, then try again.";

/** Whether a server action failed because nothing answered; a browser says that by a TypeError, Next all else by other errors. */
export function isUnreached(error: unknown): boolean {
  return error instanceof TypeError && !("digest" in error);
}
