/** The pages of the desk; each has its icon in the narrow menu. */
export type NavIcon =
  | "work"
  | "feedback"
  | "articles"
  | "review"
  | "marks"
  | "claims"
  | "reuse"
  | "pairs"
  | "sources"
  | "rounds"
  | "agreement"
  | "releases"
  | "export"
  | "guideline"
  | "settings"
  | "projects"
  | "people";

export type NavItem = { href: string; label: string; icon: NavIcon; count?: number };

/** The item whose page or sub-page `pathname` is: the one with the longest matching address, or none. */
export function currentNavItem(items: readonly NavItem[], pathname: string): NavItem | undefined {
  return items
    .filter((item) => pathname === item.href || pathname.startsWith(`${item.href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)
    .at(0);
}
