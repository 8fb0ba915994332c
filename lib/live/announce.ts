import "server-only";
import { pool } from "@/lib/db";

export const LIVE_CHANNEL = "sourcebench_live";
/** A burst of commits is announced together. */
const COALESCE_MS = 15;

/**
 * From now on this process announces its commits; programs that serve nobody leave it off. It is a statement of its own,
 * after the commit and with those of the next few milliseconds, since NOTIFY inside the transactions would make all saves
 * wait for one another.
 */
export function startAnnouncing(): void {
  let timer: NodeJS.Timeout | undefined;
  const announce = () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      // Who is not told looks within a second.
      pool()
        .query(`NOTIFY ${LIVE_CHANNEL}`)
        .catch(() => undefined);
    }, COALESCE_MS);
    timer.unref();
  };
  globalThis.sourcebenchAnnounce ??= { announce };
}

/** Tells every process that something was committed, for what is not written through `inTransaction`. */
export function announceCommit(): void {
  globalThis.sourcebenchAnnounce?.announce();
}
