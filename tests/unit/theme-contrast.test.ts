import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

/** The tokens of one theme, by name, for every colour that is written as two hex values. */
function tokensOf(theme: "light" | "dark"): Map<string, string> {
  const pairs = css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map(
    [...pairs].map(([, name = "", light = "", dark = ""]) => [name, theme === "light" ? light : dark]),
  );
}

/** Relative luminance of a hex colour, 0 to 1; WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two hex colours, 1 to 21; WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["canvas", "surface", "surface-raised", "surface-sunken", "surface-hover"];
const soft = ["accent-soft", "danger-soft", "warning-soft", "success-soft"];
const kinds = [
  "kind-claim",
  "kind-attribution-source",
  "kind-attribution-cue",
  "kind-attribution-content",
  "kind-duplicate",
];

const readable: readonly { text: string; on: readonly string[] }[] = [
  { text: "ink", on: [...surfaces, ...soft, "surface-active", "lit", "selection"] },
  { text: "ink-muted", on: [...surfaces, ...soft, "surface-active", "lit"] },
  { text: "accent", on: [...surfaces, "accent-soft", "danger-soft"] },
  { text: "danger", on: [...surfaces, "danger-soft"] },
  { text: "warning", on: [...surfaces, "warning-soft"] },
  { text: "success", on: [...surfaces, "success-soft"] },
  { text: "on-accent", on: ["accent", "accent-hover"] },
  { text: "on-danger", on: ["danger", "danger-hover"] },
  { text: "ink-inverse", on: ["ink"] },
];

const visible: readonly { line: string; on: readonly string[] }[] = [
  { line: "border-control", on: ["canvas", "surface", "surface-raised"] },
  { line: "focus", on: [...surfaces, ...soft] },
  ...kinds.map((line) => ({ line, on: ["canvas", "surface", "lit", "selection"] })),
];

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  function ratio(front: string, back: string) {
    return contrast(tokens.get(front) ?? "#000000", tokens.get(back) ?? "#000000");
  }

  it("names every token that is held to a contrast", () => {
    const named = [
      ...readable.flatMap(({ text, on }) => [text, ...on]),
      ...visible.flatMap(({ line, on }) => [line, ...on]),
    ];
    expect(named.filter((name) => !tokens.has(name))).toEqual([]);
  });

  it("keeps text at 4.5:1 or more", () => {
    const pale = readable.flatMap(({ text, on }) =>
      on
        .filter((back) => ratio(text, back) < 4.5)
        .map((back) => `${text} on ${back}: ${ratio(text, back).toFixed(2)}`),
    );
    expect(pale).toEqual([]);
  });

  it("keeps control borders, focus rings and mark lines at 3:1 or more", () => {
    const pale = visible.flatMap(({ line, on }) =>
      on
        .filter((back) => ratio(line, back) < 3)
        .map((back) => `${line} on ${back}: ${ratio(line, back).toFixed(2)}`),
    );
    expect(pale).toEqual([]);
  });
});
