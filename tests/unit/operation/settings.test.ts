import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ROOT } from "../../../bin/ensure.mjs";
import { checkSettings } from "../../../bin/settings.mjs";
import { env } from "../../../lib/env";

afterEach(() => {
  vi.unstubAllEnvs();
  globalThis.sourcebenchEnv = undefined;
});

/** Whether the application itself could start with this value. */
function applicationTakes(name: string, value: string): boolean {
  globalThis.sourcebenchEnv = undefined;
  vi.stubEnv("DATABASE_URL", "postgresql://a@127.0.0.1:1/a");
  vi.stubEnv("AUTH_SECRET", "0123456789abcdef");
  vi.stubEnv(name, value);
  try {
    env();
    return true;
  } catch {
    return false;
  }
}

describe("the settings of a start", () => {
  it.each([
    ["LOG_LEVEL", "silent"],
    ["DATABASE_POOL", "200"],
    ["DATABASE_PREPARE", "0"],
    ["TRUST_PROXY", "1"],
    ["API_REQUESTS_PER_MINUTE", "1000000"],
    ["NEXTAUTH_URL", "https://desk.example.org/bench"],
  ])("takes %s=%s", (name, value) => {
    expect(() => checkSettings({ [name]: value })).not.toThrow();
    expect(applicationTakes(name, value)).toBe(true);
  });

  it.each([
    ["LOG_LEVEL", "verbose", "set it to debug, info, warn, error or silent."],
    ["DATABASE_POOL", "0", "set it to a number from 1 to 200."],
    ["DATABASE_POOL", "201", "set it to a number from 1 to 200."],
    ["DATABASE_PREPARE", "false", "set it to 0 or 1."],
    ["TRUST_PROXY", "yes", "set it to 0 or 1."],
    ["API_REQUESTS_PER_MINUTE", "many", "set it to a number from 1 to 1000000."],
  ])("refuses %s=%s, with which the application could not start", (name, value, advice) => {
    expect(applicationTakes(name, value)).toBe(false);
    expect(() => checkSettings({ [name]: value })).toThrow(`${name} is "${value}": ${advice}`);
  });

  it("refuses an address that nobody could type", () => {
    expect(() => checkSettings({ NEXTAUTH_URL: "desk.example.org" })).toThrow(/^NEXTAUTH_URL is "desk/);
  });

  it("refuses half of a single sign-on, without its secret", () => {
    const half = { OIDC_ISSUER: "https://id.example.org", OIDC_CLIENT_SECRET: "hidden" };
    expect(() => checkSettings(half)).toThrow(/^Single sign-on lacks OIDC_CLIENT_ID: set/);
    expect(() => checkSettings(half)).not.toThrow(/hidden/);
    expect(() => checkSettings({ ...half, OIDC_CLIENT_ID: "bench" })).not.toThrow();
  });

  it("takes .env.example as it is, its empty lines for what is not set", () => {
    const lines = readFileSync(path.join(ROOT, ".env.example"), "utf8").matchAll(/^([A-Z_]+)=(.*)$/gm);
    const example = Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, value]));
    expect(example).toMatchObject({ OIDC_NAME: "", NEXT_DIST_DIR: "" });
    checkSettings(example);
    expect(example).not.toHaveProperty("OIDC_NAME");
    expect(example).not.toHaveProperty("NEXT_DIST_DIR");
    expect(example).toHaveProperty("LOG_LEVEL", "info");
  });
});
