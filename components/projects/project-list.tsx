import { FolderPlus, Plus } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { roleTerms } from "@/lib/members/schema";
import type { Page } from "@/lib/page";
import { type ProjectSummary, templateCodes, templateTerms } from "@/lib/projects/schema";

function hrefOf(cursor: string | null): string | undefined {
  return cursor ? `/projects?cursor=${encodeURIComponent(cursor)}` : undefined;
}

function templateLabel(code: string): string {
  const known = templateCodes.find((template) => template === code);
  return known ? templateTerms[known].label : code;
}

/** One's projects, or what to do when there is none. */
export function ProjectList({ projects, mayCreate }: { projects: Page<ProjectSummary>; mayCreate: boolean }) {
  const create = (
    <LinkButton href="/projects/new" variant="primary" icon={<Plus />}>
      New project
    </LinkButton>
  );
  if (projects.items.length === 0 && !projects.previous)
    return (
      <>
        <PageHeader title="Projects" />
        <EmptyState
          icon={<FolderPlus />}
          title={mayCreate ? "Start the first project" : "You are in no project yet"}
          action={mayCreate ? create : undefined}
        >
          {mayCreate
            ? "A project holds articles, the people who work on them, and the guideline they follow."
            : "Ask whoever runs a project for an invitation link, or to add you by your e-mail address."}
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader title="Projects" actions={mayCreate && create} />
      <ul className="flex flex-col divide-y divide-border rounded-lg border border-border bg-surface shadow-sm">
        {projects.items.map((project) => (
          <li
            key={project.slug}
            className="relative flex flex-wrap items-center gap-x-6 gap-y-1 px-5 py-3.5 transition-colors first:rounded-t-lg last:rounded-b-lg hover:bg-surface-hover"
          >
            <div className="min-w-0 grow basis-64">
              <h2 className="text-base font-medium">
                <Link href={`/projects/${project.slug}`} className="rounded-sm after:absolute after:inset-0">
                  {project.name}
                </Link>
              </h2>
              <p className="line-clamp-2 text-sm text-ink-muted">
                {project.description || templateLabel(project.template)}
              </p>
            </div>
            <Badge>{roleTerms[project.role].label}</Badge>
            <p className="w-24 text-sm text-ink-muted tabular max-md:w-auto">
              {project.members === 1 ? "1 person" : `${project.members} people`}
            </p>
            <p className="w-36 text-right text-sm text-ink-muted max-md:w-auto">
              since <Time value={project.createdAt} format="day" />
            </p>
          </li>
        ))}
      </ul>
      <Pagination
        newerHref={hrefOf(projects.previous)}
        olderHref={hrefOf(projects.next)}
        newerLabel="Back"
        olderLabel="More"
      />
    </>
  );
}
