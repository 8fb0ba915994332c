import { z } from "zod";
import { AppError } from "@/lib/errors";

const thrown = z.object({
  code: z.string().optional(),
  message: z.string(),
  meta: z
    .object({
      driverAdapterError: z
        .object({
          cause: z.looseObject({ kind: z.string().optional(), originalCode: z.string().optional() }),
        })
        .optional(),
    })
    .optional(),
});

/** SQLSTATE classes and codes: connection lost, resources used up, server stopping or starting, ended, waited too long. */
const states = /^(08...|53...|57P0.|57014|58030|55P03)$/;
/** Prisma's words for the same, and Node's for a server that is not there. */
const codes = new Set(
  "P1001 P1002 P1008 P1017 P2024 P2028 P2037 ECONNREFUSED ECONNRESET EHOSTUNREACH ENOTFOUND EAI_AGAIN ETIMEDOUT EPIPE".split(
    " ",
  ),
);
const kinds = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** A statement or transaction that was ended for its length. */
const tooLong = new Set(["57014", "P2028"]);
/** What the driver and its pool throw without a code. */
const messages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/**
 * 503 for an error that says that the database, or the disk beneath it, cannot work at the moment and the same request
 * may succeed later; null for any other. What it interrupted is whole or not there, as its transaction was.
 */
export function databaseTrouble(error: unknown): AppError | null {
  const signs = signsOf(error);
  if (!signs) return null;
  const { code, message, kind, originalCode } = signs;
  if (originalCode === "53100" || code === "ENOSPC")
    return new AppError(
      503,
      "disk-full",
      "The server's disk is full, so this was not saved. Whoever runs this installation must make room; then try again.",
    );
  const isAway = states.test(originalCode) || codes.has(code) || kinds.has(kind) || messages.test(message);
  if (!isAway) return null;
  return new AppError(
    503,
    "database-away",
    "The database cannot answer at the moment, so this was not done. Try again shortly.",
  );
}

/**
 * Whether work was cut off by the database and can be done again as it is, rather than set aside as what cannot be done.
 * What only took too long may do so each time, and is not.
 */
export function isCutOff(error: unknown): boolean {
  const signs = signsOf(error);
  return (
    signs !== null &&
    !tooLong.has(signs.code) &&
    !tooLong.has(signs.originalCode) &&
    databaseTrouble(error) !== null
  );
}

function signsOf(error: unknown) {
  const parsed = thrown.safeParse(error);
  if (!parsed.success) return null;
  const { code = "", message, meta } = parsed.data;
  const { kind = "", originalCode = code } = meta?.driverAdapterError?.cause ?? {};
  return { code, message, kind, originalCode };
}
