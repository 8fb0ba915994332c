import type { NavItem } from "@/components/shell/nav-item";
import type { ProjectAction } from "@/lib/policy";

/** The pages of the installation as a whole; without the register's for somebody who has no project yet. */
export function houseNav(seesRegister: boolean): NavItem[] {
  const projects: NavItem = { href: "/projects", label: "Projects", icon: "projects" };
  if (!seesRegister) return [projects];
  return [
    projects,
    { href: "/sources", label: "Sources", icon: "sources" },
    { href: "/rounds", label: "Rating rounds", icon: "rounds" },
  ];
}

/** The pages of a project that somebody with these permissions can open, in the order of the work. */
export function projectNav(
  slug: string,
  permissions: Record<ProjectAction, boolean>,
  waiting: { news: number; review: number },
): NavItem[] {
  const base = `/projects/${slug}`;
  const pages: (NavItem & { needs: ProjectAction })[] = [
    { href: `${base}/work`, label: "Work", icon: "work", needs: "layer.annotate" },
    {
      href: `${base}/outcome`,
      label: "Feedback",
      icon: "feedback",
      needs: "layer.annotate",
      count: waiting.news,
    },
    { href: `${base}/articles`, label: "Articles", icon: "articles", needs: "project.view" },
    {
      href: `${base}/review`,
      label: "Review",
      icon: "review",
      needs: "review.decide",
      count: waiting.review,
    },
    { href: `${base}/marks`, label: "Marks", icon: "marks", needs: "project.view" },
    { href: `${base}/claims`, label: "Claims", icon: "claims", needs: "project.view" },
    { href: `${base}/reuse`, label: "Reuse", icon: "reuse", needs: "project.view" },
    { href: `${base}/pairs`, label: "Pairs", icon: "pairs", needs: "review.decide" },
    {
      href: `${base}/sources`,
      label: "Sources",
      icon: "sources",
      needs: "project.view",
      also: `${base}/rounds`,
    },
    { href: `${base}/agreement`, label: "Agreement", icon: "agreement", needs: "agreement.view" },
    { href: `${base}/releases`, label: "Releases", icon: "releases", needs: "dataset.export" },
    { href: `${base}/export`, label: "Export", icon: "export", needs: "dataset.export" },
    { href: `${base}/guideline`, label: "Guideline", icon: "guideline", needs: "project.view" },
    { href: `${base}/members`, label: "Members", icon: "people", needs: "project.members" },
    { href: `${base}/settings`, label: "Settings", icon: "settings", needs: "project.settings" },
  ];
  return pages.filter((page) => permissions[page.needs]).map(({ needs: _needs, ...item }) => item);
}
