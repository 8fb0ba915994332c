const item = "sourcebench-login";

/** Who was signed in when a page of this browser was opened last; null for nobody, or where the browser keeps nothing. */
export function readLogin(): string | null {
  try {
    return localStorage.getItem(item);
  } catch {
    return null;
  }
}

/** Notes who is signed in, which the other tabs of this browser notice (an event `storage`). */
export function noteLogin(userId: string | null): void {
  try {
    if (userId) localStorage.setItem(item, userId);
    else localStorage.removeItem(item);
  } catch {
    // A browser that keeps nothing keeps nobody's work either.
  }
}
