let userId: string | null = null;

/** Says for whom this page was drawn: requests name them, and the server refuses those of a page left by another login. */
export function speakAs(user: string): void {
  userId = user;
}

/** The headers that name the person for whom this page was drawn. */
export function spokenFor(): Record<string, string> {
  return userId ? { "x-page-of": userId } : {};
}
