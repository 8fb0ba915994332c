import "server-only";
import pino from "pino";
import { env } from "@/lib/env";

let instance: pino.Logger | undefined;

/** The JSON log on standard output; callers pass ids, codes and durations, never secrets or article text. */
export function log(): pino.Logger {
  instance ??= pino({
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ["password", "token", "secret", "*.password", "*.token", "*.secret"],
  });
  return instance;
}
