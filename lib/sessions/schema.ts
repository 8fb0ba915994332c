/** How long a session lasts from signing in, in seconds (30 days). */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** From where and with what somebody signed in, as far as the request says. */
export type ClientInfo = { address: string; userAgent: string };

/** One of a person's signed-in browsers; times are ISO 8601. */
export type SessionDto = {
  id: string;
  device: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  isCurrent: boolean;
};
