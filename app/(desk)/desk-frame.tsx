import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { setTheme, signOut } from "@/app/(desk)/actions";
import { houseNav, projectNav } from "@/components/desk/nav-items";
import { ProjectSwitcher } from "@/components/desk/project-switcher";
import { LiveProvider } from "@/components/live/live-provider";
import { NotificationBell } from "@/components/notifications/notification-bell";
import { DeskShell } from "@/components/shell/desk-shell";
import { getDesk } from "@/lib/desk/queries";
import { buildName } from "@/lib/env";
import { pageData } from "@/lib/page-data";
import { permissionsOf } from "@/lib/policy";
import { parseTheme, themeCookie } from "@/lib/theme";

/**
 * The bar and the room below it, for a project or for the installation. A page that lays itself out over the whole
 * window marks its outermost element with `data-wide`, one with a wide table with `data-broad`, which keeps its margins;
 * every other one gets a column of at most 72 rem. The marked element is a child of the room: were it looked for farther
 * down, the browser would go through the whole page at each change of it, a long article with all its marks.
 */
export async function DeskFrame({
  project,
  children,
}: {
  project?: { projectId: string; slug: string; name: string; role: string };
  children: ReactNode;
}) {
  const desk = await pageData((actor) => getDesk(actor, project));
  const may = permissionsOf(project?.role ?? null);
  const seesAgreement = may["agreement.view"] || (desk.showsAgreement && may["agreement.own"]);
  const permissions = { ...may, "agreement.view": seesAgreement };
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <LiveProvider userId={desk.user.id}>
      <DeskShell
        isWide
        items={project ? projectNav(project.slug, permissions, desk.waiting) : houseNav(desk.seesRegister)}
        homeHref="/projects"
        projectSwitcher={
          project && <ProjectSwitcher current={project.name} slug={project.slug} projects={desk.projects} />
        }
        barEnd={<NotificationBell count={desk.notifications} />}
        user={desk.user}
        theme={theme}
        accountHref="/account"
        setTheme={setTheme}
        signOut={signOut}
        build={buildName()}
      >
        <div className="mx-auto max-w-6xl px-4 py-8 has-[>[data-broad]]:max-w-[120rem] has-[>[data-wide]]:max-w-none has-[>[data-wide]]:p-0 md:px-6">
          {children}
        </div>
      </DeskShell>
    </LiveProvider>
  );
}
