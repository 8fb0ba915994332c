"use client";

import { ChevronsUpDown, Folder, Landmark, ListChecks } from "lucide-react";
import { DropdownMenu, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";

/** The name of the project one is in, and a menu to the others, to all of them and to the installation's pages. */
export function ProjectSwitcher({
  current,
  slug,
  projects,
}: {
  current: string;
  /** Of the current project, whose own rating rounds the menu leads to. */
  slug: string;
  projects: readonly { slug: string; name: string }[];
}) {
  return (
    <DropdownMenu
      trigger={
        <button
          type="button"
          aria-label={`Project: ${current}. Switch`}
          className="flex h-8 max-w-full items-center gap-1.5 rounded-md px-2 text-base font-medium hover:bg-surface-hover"
        >
          <span className="truncate">{current}</span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-muted" />
        </button>
      }
    >
      <MenuLabel>Projects</MenuLabel>
      {projects.map((project) => (
        <MenuLink key={project.slug} href={`/projects/${project.slug}`}>
          {project.name}
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuLink href="/projects" icon={<Folder />}>
        All projects
      </MenuLink>
      <MenuLink href="/sources" icon={<Landmark />}>
        Sources
      </MenuLink>
      <MenuLink href={`/projects/${slug}/rounds`} icon={<ListChecks />}>
        Rating rounds
      </MenuLink>
    </DropdownMenu>
  );
}
