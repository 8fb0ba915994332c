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

export type NavItem = {
  href: string;
  label: string;
  icon: NavIcon;
  count?: number;
  /** Where pages lie that belong to it and have no item of their own. */
  also?: string;
};

/** The item whose page or sub-page `pathname` is: the one with the longest matching address, or none; what is `also` an item's, that one. */
export function currentNavItem(items: readonly NavItem[], pathname: string): NavItem | undefined {
  const isAt = (href: string) => pathname === href || pathname.startsWith(`${href}/`);
  return (
    items
      .filter((item) => isAt(item.href))
      .toSorted((a, b) => b.href.length - a.href.length)
      .at(0) ?? items.find((item) => item.also !== undefined && isAt(item.also))
  );
}
