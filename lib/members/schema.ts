import { z } from "zod";
import { type ProjectRoleName, projectRoles } from "@/lib/policy";
import { limit } from "@/lib/projects/schema";
import { emailField } from "@/lib/users/schema";

/** How the screens name the roles and say what each may do. */
export const roleTerms: Record<ProjectRoleName, { label: string; help: string }> = {
  manager: { label: "Manager", help: "Everything: settings, members, imports, exports, review." },
  reviewer: { label: "Reviewer", help: "Prepares articles, annotates, reviews, groups claims." },
  annotator: { label: "Annotator", help: "Annotates articles and rates sources." },
  viewer: { label: "Viewer", help: "Reads articles and what has become final." },
};

const role = z.enum(projectRoles, "Choose a role.");

export const addMemberInput = z.object({ slug: z.string(), email: emailField, role });
export const changeRoleInput = z.object({ slug: z.string(), userId: z.uuid(), role });
export const removeMemberInput = z.object({ slug: z.string(), userId: z.uuid() });

/** A language as its code of two or three letters; several are separated by commas or spaces. */
const languages = z
  .string()
  .default("")
  .transform((text) => [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ])
  .pipe(
    z
      .array(z.string().regex(/^[a-z]{2,3}$/, "Write codes of two or three letters, like en, uk."))
      .max(20, "At most 20 languages."),
  );
export const memberLimitsInput = z.object({
  slug: z.string(),
  userId: z.uuid(),
  mostOpen: limit,
  mostPerWeek: limit,
  languages,
});
export type MemberLimitsInput = z.output<typeof memberLimitsInput>;
export type AddMemberInput = z.output<typeof addMemberInput>;
export type ChangeRoleInput = z.output<typeof changeRoleInput>;
export type RemoveMemberInput = z.output<typeof removeMemberInput>;

/** A person in a project, as its managers see them. */
export type MemberDto = {
  userId: string;
  name: string;
  email: string | null;
  role: ProjectRoleName;
  isDisabled: boolean;
  isSelf: boolean;
  since: string;
  /** Their own limits (null: the project's) and the languages they read (none: every article is offered). */
  mostOpen: number | null;
  mostPerWeek: number | null;
  languages: string[];
};
