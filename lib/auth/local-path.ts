/** The request header in which proxy.ts hands on the path and query of the page asked for. */
export const pathHeader = "x-sourcebench-path";

/** `value` if it is a path (and query) on this site, else "/"; never an address elsewhere, however it is written. */
export function localPath(value: unknown): string {
  if (typeof value !== "string" || !value.startsWith("/") || value.length > 2000) return "/";
  // Browsers read a backslash as a slash and leave out tabs and line breaks, so that "/\t/host" would lead away.
  if (/^\/[/\\]|[\\\p{Cc}]/u.test(value)) return "/";
  const base = "http://site.invalid";
  if (!URL.canParse(value, base)) return "/";
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
