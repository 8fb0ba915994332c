import { z } from "zod";

/** A semantic version (semver.org 2.0.0, without build metadata): three numbers and perhaps a pre-release. */
const pattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$/;

export const semanticVersion = z
  .string()
  .trim()
  .max(60)
  .regex(pattern, "Write a version as three numbers: 1.0.0, or 1.1.0-rc.1 before it is final.");

/** Negative where `a` comes before `b`, by semver.org 2.0.0, section 11: 1.0.0-rc.2 < 1.0.0-rc.10 < 1.0.0 < 1.1.0. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [pattern.exec(a), pattern.exec(b)];
  if (!one || !other) return a < b ? -1 : a > b ? 1 : 0;
  for (const place of [1, 2, 3]) {
    const difference = Number(one[place]) - Number(other[place]);
    if (difference !== 0) return difference;
  }
  if (one[4] === undefined || other[4] === undefined)
    return Number(one[4] === undefined) - Number(other[4] === undefined);
  return compareLists(one[4].split("."), other[4].split("."));
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [place, one] of a.entries()) {
    const other = b[place];
    if (other === undefined) return 1;
    const difference = compareParts(one, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareParts(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return Number(a) - Number(b);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The greatest of some versions; null of none. */
export function greatestVersion(versions: readonly string[]): string | null {
  return versions.toSorted(compareVersions).at(-1) ?? null;
}

/** The next version that adds something to `version`: 1.2.3 → 1.3.0, 2.0.0-rc.1 → 2.0.0; the first is 1.0.0. */
export function nextVersion(version: string | null): string {
  const parts = version === null ? null : pattern.exec(version);
  if (!parts) return "1.0.0";
  if (parts[4] !== undefined) return `${parts[1]}.${parts[2]}.${parts[3]}`;
  return `${parts[1]}.${Number(parts[2]) + 1}.0`;
}
