/** Addresses below /projects that are pages of their own. */
const reserved = new Set(["new"]);

/** The part of an address that a project's name gives: ASCII letters, digits and hyphens, at most 48, never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 48)
    .replace(/^-+|-+$/g, "");
  return slug === "" || reserved.has(slug) ? `project${slug && `-${slug}`}` : slug;
}
