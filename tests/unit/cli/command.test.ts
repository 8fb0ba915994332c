import { readFile } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { agreementCommand } from "../../../bin/cli/agreement-command";
import { auditCommand } from "../../../bin/cli/audit-command";
import { readWords, systemSentence } from "../../../bin/cli/command";
import { convertCommand } from "../../../bin/cli/convert-command";
import { corroborateCommand } from "../../../bin/cli/corroborate-command";
import { exportCommand } from "../../../bin/cli/export-command";
import { importCommand } from "../../../bin/cli/import-command";
import { startProgress } from "../../../bin/cli/progress";
import { rehydrateCommand } from "../../../bin/cli/rehydrate-command";
import { releaseCommand } from "../../../bin/cli/release-command";
import { splitCommand } from "../../../bin/cli/split-command";
import { textFreeCommand } from "../../../bin/cli/text-free-command";
import { tokenCommand } from "../../../bin/cli/token-command";
import { userCommand } from "../../../bin/cli/user-command";
import { verifyCommand } from "../../../bin/cli/verify-command";

const commands = Object.entries({
  agreement: agreementCommand,
  audit: auditCommand,
  convert: convertCommand,
  corroborate: corroborateCommand,
  export: exportCommand,
  import: importCommand,
  rehydrate: rehydrateCommand,
  release: releaseCommand,
  split: splitCommand,
  "text-free": textFreeCommand,
  token: tokenCommand,
  user: userCommand,
  verify: verifyCommand,
});

function hear(channel: "log" | "error") {
  const said: string[] = [];
  // console.error is given back by the set-up of every test.
  const spy = vi.spyOn(console, channel).mockImplementation((...words) => void said.push(words.join(" ")));
  return { said, stop: () => spy.mockRestore() };
}

describe("every command", () => {
  it.each(commands)("%s explains itself with an example and its exit codes", async (name, command) => {
    const { said, stop } = hear("log");
    expect(await command(["--help"])).toBe(0);
    stop();
    const help = said.join("\n");
    expect(help).toMatch(new RegExp(`^Usage: node bin/sourcebench.mjs ${name} `));
    expect(help.split(`node bin/sourcebench.mjs ${name} `).length).toBeGreaterThan(2);
    expect(help).toContain("Exit codes: 0 ");
    expect(help.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it.each(commands)(
    "%s calls words that it does not know wrong use, and says in a few lines how it is called",
    async (_name, command) => {
      const { said } = hear("error");
      expect(await command(["--no-such-option"])).toBe(2);
      expect(said.join("\n")).toMatch(
        /^Unknown option '--no-such-option'\.?\n\nUsage:[\s\S]*\n\n--help says more\.$/,
      );
      expect(said.join("\n").split("\n").length).toBeLessThan(14);
    },
  );
});

describe("what commands say", () => {
  it("is a sentence where a file is not there, or is a folder", async () => {
    const why = async (file: string) => systemSentence(await readFile(file).catch((error: unknown) => error));
    expect(await why("/no/such/file")).toBe("There is no file or folder /no/such/file.");
    expect(await why("/")).toMatch(/ is a folder: name a file\.$/);
    expect(systemSentence(new Error("ours"))).toBeNull();
    expect(() => readWords({ args: ["--nope"], options: {} })).toThrow("Unknown option '--nope'");
  });

  it("draws a bar on a terminal, also of more than was counted before, and nothing in a log at once", () => {
    const { stderr } = process;
    const isTerminal = stderr.isTTY;
    const written: string[] = [];
    const write = vi.spyOn(stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    stderr.isTTY = true;
    const bar = startProgress("Exporting", "articles");
    bar.show(1, 2);
    bar.show(5, 2);
    bar.show(1);
    bar.end();
    stderr.isTTY = false;
    startProgress("Exporting", "articles").show(1, 2);
    write.mockRestore();
    stderr.isTTY = isTerminal;
    expect(written.map((line) => line.replace("\r\x1b[2K", ""))).toEqual([
      `${"█".repeat(12)}${"░".repeat(12)} Exporting 1 of 2 articles`,
      `${"█".repeat(24)} Exporting 5 of 5 articles`,
      "Exporting 1 article",
      "",
    ]);
  });
});
