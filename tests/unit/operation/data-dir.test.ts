import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { makeDataDir } from "../../../bin/data-dir.mjs";
import { ROOT } from "../../../bin/ensure.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "sourcebench-data-dir-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a call says, in a process of its own and of an ordinary account, that is ended when it does not come back. */
function say(file: string, call: string): string {
  const program = `
    import(${JSON.stringify(pathToFileURL(path.join(ROOT, "bin", file)).href)}).then((called) => {
      if (process.getuid?.() === 0) process.setuid(65534);
      try { called.${call}; console.log("done"); } catch (error) { console.log(error.constructor.name, error.message); }
    });`;
  return spawnSync(process.execPath, ["-e", program], {
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  }).stdout.trim();
}

describe("a data folder", () => {
  it("is made with those above it, for its owner alone, and left as it is when it is there", () => {
    const wanted = path.join(folder, "a", "b");
    makeDataDir(wanted);
    expect(statSync(wanted).mode & 0o777).toBe(0o700);
    chmodSync(wanted, 0o711);
    makeDataDir(wanted);
    expect(statSync(wanted).mode & 0o777).toBe(0o711);
  });

  it.runIf(process.platform === "linux")("where none can be made is refused at once", () => {
    expect(say("data-dir.mjs", 'makeDataDir("/proc/none/of/these")')).toBe(
      "ClearError DATA_DIR /proc/none/of/these cannot be made (ENOENT): set another one.",
    );
    expect(say("data-dir.mjs", 'makeDataDir("/dev/null")')).toContain("cannot be made (EEXIST)");
  });

  it.runIf(process.platform === "linux")(
    "that belongs to somebody else is refused, and a checkout that lacks something",
    () => {
      expect(say("data-dir.mjs", 'requireWritable("/proc")')).toMatch(
        /^ClearError This account may not write to DATA_DIR \/proc \(EACCES\): start as/,
      );
      expect(say("ensure.mjs", 'requireOwn("packages", "/proc/node_modules")')).toMatch(
        /has no packages yet, and this account may not write there/,
      );
      expect(say("ensure.mjs", `requireOwn("packages", "${path.join("/tmp", "none")}")`)).toBe("done");
    },
  );
});
