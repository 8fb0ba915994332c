import { expect, it } from "vitest";
import { contentSecurityPolicy } from "@/lib/content-security-policy";

it("allows scripts and style sheets by nonce alone, and evaluation in development only", () => {
  const policy = contentSecurityPolicy("abc", false);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-abc';");
  expect(policy).not.toContain("unsafe");
  expect(contentSecurityPolicy("abc", true)).toContain("'unsafe-eval'");
});
