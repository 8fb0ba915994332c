import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, greatestVersion, nextVersion, semanticVersion } from "@/lib/releases/semver";

const part = fc.oneof(fc.nat({ max: 12 }).map(String), fc.stringMatching(/^[a-z-][a-z0-9-]{0,3}$/));
const core = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 12 }), fc.nat({ max: 3 })).map((n) => n.join("."));
const version = fc
  .tuple(core, fc.array(part, { maxLength: 3 }))
  .map(([numbers, parts]) => (parts.length === 0 ? numbers : `${numbers}-${parts.join(".")}`));

describe("a semantic version", () => {
  it("comes in the order that semver.org gives as its example", () => {
    const inOrder = [
      ...["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"],
      ...["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0", "2.0.0"],
    ];
    expect(inOrder.toReversed().toSorted(compareVersions)).toEqual(inOrder);
    expect(greatestVersion(inOrder)).toBe("2.0.0");
    expect(greatestVersion([])).toBeNull();
  });

  it.each(["1", "1.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+build", "v1.0.0", "1.0.0-a..b"])(
    "is not %s",
    (text) => expect(semanticVersion.safeParse(text).success).toBe(false),
  );

  it("is compared as an order should be, and the next one is greater", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(semanticVersion.parse(a)).toBe(a);
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        expect(compareVersions(nextVersion(a), a)).toBeGreaterThan(0);
        expect(semanticVersion.safeParse(nextVersion(a)).success).toBe(true);
      }),
    );
    expect([null, "1.2.3", "2.0.0-rc.1"].map(nextVersion)).toEqual(["1.0.0", "1.3.0", "2.0.0"]);
  });
});
