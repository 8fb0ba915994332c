import { describe, expect, it } from "vitest";
import { checkNode } from "../../../bin/ensure.mjs";
import { countResults, formatResults } from "../../../bin/test.mjs";

const ran = { status: "passed", assertionResults: [{ status: "passed" }] };
const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [ran],
};

describe("checkNode", () => {
  it.each(["20.19.0", "20.20.2", "22.1.0", "24.0.0"])("takes %s", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(["18.20.0", "20.18.3", "19.9.0"])("refuses %s in one line that says what to do", (version) => {
    expect(() => checkNode(version)).toThrow(/^Sourcebench needs Node 20\.19 .* install a newer one/);
  });
});

describe("closing line", () => {
  it("names what was skipped only when something was", () => {
    expect(formatResults({ passed: 5, failed: 0, skipped: 0 })).toBe("5 passed, 0 failed");
    expect(formatResults(countResults(report, 0))).toBe("3 passed, 0 failed, 2 skipped");
  });

  it("counts a file that could not be run as a failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    expect(countResults({ ...report, testResults: [ran, broken] }, 1).failed).toBe(1);
  });

  it("counts an error outside of tests, and a run without a report, as a failure", () => {
    expect(countResults(report, 1).failed).toBe(1);
    expect(countResults(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
