import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { exitWith, isMain } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

/**
 * Sums up vitest's JSON report: a file that could not be run, and a run that failed outside of any test, count as one
 * failure each.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 * @param {number | null} code exit code of vitest
 */
export function countResults(report, code) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The closing line of a run, such as "12 passed, 0 failed".
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export function formatResults({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function runVitest(args, env, report) {
  const vitest = path.join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [vitest, "run", ...reporters, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once("close", resolve));
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

async function main() {
  ensure();
  const { ensureBrowser } = await import("./browser.mjs");
  const args = process.argv.slice(2).filter((word) => word !== "--soak");
  const env = {
    CHROMIUM_PATH: ensureBrowser(),
    VITE_CONFIG_NATIVE_IGNORE_WARNING: "true",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(process.argv.includes("--soak") ? { SOAK: "1" } : {}),
  };
  const folder = mkdtempSync(path.join(tmpdir(), "sourcebench-report-"));
  const report = path.join(folder, "report.json");
  const code = await runVitest(args, env, report);
  const counts = countResults(readReport(report), code);
  rmSync(folder, { recursive: true, force: true });
  console.log(formatResults(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

if (await isMain(import.meta)) await main().catch(exitWith);
