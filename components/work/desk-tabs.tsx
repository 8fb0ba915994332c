import { LinkTabs } from "@/components/ui/link-tabs";

const views = [
  ["", "Your work"],
  ["/stalled", "Stalled"],
  ["/time", "Time"],
  ["/gold", "Gold"],
] as const;

/** For managers: the pages about everybody's work. */
export function DeskTabs({ slug, current }: { slug: string; current: (typeof views)[number][0] }) {
  return (
    <LinkTabs
      label="Pages about work"
      tabs={views.map(([path, label]) => ({
        href: `/projects/${slug}/work${path}`,
        label,
        isCurrent: path === current,
      }))}
    />
  );
}
