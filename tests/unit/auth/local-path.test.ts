import { describe, expect, it } from "vitest";
import { localPath } from "@/lib/auth/local-path";

describe("localPath", () => {
  it("keeps a path of this site with its query", () => {
    expect(localPath("/projects/flood?state=open")).toBe("/projects/flood?state=open");
    expect(localPath("/")).toBe("/");
  });

  it.each([
    undefined,
    null,
    ["/a"],
    "",
    "projects",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/..//elsewhere.example",
    "/.//elsewhere.example",
    "https://elsewhere.example/",
    "javascript:alert(1)",
    `/${"a".repeat(3000)}`,
  ])("answers the start for %j", (value) => {
    expect(localPath(value)).toBe("/");
  });
});
