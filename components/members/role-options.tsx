import { roleTerms } from "@/lib/members/schema";
import { projectRoles } from "@/lib/policy";

/** The roles of a project as a select's options. */
export function RoleOptions() {
  return projectRoles.map((role) => (
    <option key={role} value={role} title={roleTerms[role].help}>
      {roleTerms[role].label}
    </option>
  ));
}
