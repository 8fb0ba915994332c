import { z } from "zod";
import { type ProjectRoleName, projectRoles } from "@/lib/policy";
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
};
