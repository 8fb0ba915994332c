import { describe, expect, it } from "vitest";
import { databaseTrouble, isCutOff } from "@/lib/database-trouble";

function thrown(message: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), more);
}

function fromDriver(code: string, cause: Record<string, unknown>): Error {
  return thrown("Invalid invocation.", { code, meta: { driverAdapterError: { cause } } });
}

describe("what is thrown while the database cannot work", () => {
  // As seen on a server that was killed, restarted, frozen, full of others' connections, or locked.
  it.each([
    ["a server that is gone, through Prisma", fromDriver("P1001", { kind: "DatabaseNotReachable" })],
    ["the same under a statement of our own", fromDriver("P2010", { kind: "DatabaseNotReachable" })],
    ["the same through the pool", thrown("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" })],
    ["a server that ended in the middle", fromDriver("P2010", { kind: "postgres", originalCode: "57P01" })],
    ["the same through the pool", thrown("terminating connection", { code: "57P01" })],
    [
      "the same between two statements",
      thrown("Client has encountered a connection error and is not queryable"),
    ],
    ["a server that does not answer", thrown("Connection terminated due to connection timeout")],
    ["a pool that is used up", thrown("timeout exceeded when trying to connect")],
    ["a server whose connections are used up", fromDriver("P2037", { kind: "TooManyConnections" })],
    ["a server that starts", thrown("the database system is starting up", { code: "57P03" })],
    ["what another holds for too long", fromDriver("P2010", { kind: "postgres", originalCode: "55P03" })],
  ])("%s is 503 and may be tried again", (_, error) => {
    expect(databaseTrouble(error)).toMatchObject({ status: 503, code: "database-away" });
  });

  it("a full disk is named", () => {
    for (const error of [
      fromDriver("P2010", { kind: "postgres", originalCode: "53100" }),
      thrown("could not extend file", { code: "53100" }),
      thrown("no space left on device", { code: "ENOSPC" }),
    ])
      expect(databaseTrouble(error)).toMatchObject({ status: 503, code: "disk-full" });
  });

  it("anything else is not taken for it", () => {
    for (const error of [
      new TypeError("x is not a function"),
      fromDriver("P2002", { kind: "UniqueConstraintViolation", originalCode: "23505" }),
      thrown("no such file", { code: "ENOENT" }),
      "Connection terminated",
    ])
      expect(databaseTrouble(error)).toBeNull();
  });

  it("what was only too long is not done again for that", () => {
    expect(isCutOff(thrown("terminating connection", { code: "57P01" }))).toBe(true);
    expect(isCutOff(fromDriver("P2010", { kind: "postgres", originalCode: "57P01" }))).toBe(true);
    for (const error of [
      fromDriver("P2010", { kind: "postgres", originalCode: "57014" }),
      thrown("Transaction already closed", { code: "P2028" }),
      new TypeError("x is not a function"),
    ])
      expect(isCutOff(error)).toBe(false);
  });
});
