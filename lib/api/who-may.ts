import type { Operation } from "@/lib/api/operation";
import { can, canOnRegister, isRegisterAction, type ProjectRoleName, projectRoles } from "@/lib/policy";

const plurals: Record<ProjectRoleName, string> = {
  manager: "managers",
  reviewer: "reviewers",
  annotator: "annotators",
  viewer: "viewers",
};

/** Who may do an operation, in words. */
export function whoMay({ may }: Pick<Operation, "may">): string {
  if (may === "anybody") return "everybody with an account";
  if (may === "administrator") return "administrators of this installation";
  const roles = projectRoles
    .filter((role) => (isRegisterAction(may) ? canOnRegister(role, may) : can(role, may)))
    .map((role) => plurals[role]);
  const where = isRegisterAction(may) ? "of any project" : "of the project";
  if (roles.length === projectRoles.length) return `everybody ${where}`;
  return `${[roles.slice(0, -1).join(", "), roles.at(-1)].filter(Boolean).join(" and ")} ${where}`;
}
