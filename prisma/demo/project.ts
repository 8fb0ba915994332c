import { AppError } from "@/lib/errors";
import { addMember } from "@/lib/members/commands";
import type { Actor } from "@/lib/policy";
import { createProject, updateSettings } from "@/lib/projects/commands";
import { getProjectSettings } from "@/lib/projects/queries";
import { type ProjectSettings, settingsInput } from "@/lib/projects/schema";
import { demoPeople } from "./logins";

const slug = "brannik-dam";
const name = "Brannik dam";
const description =
  "Ten articles on an invented dam failure: who says how many were rescued, on whose word, copied from where.";

/** The demo project with two annotators an article and its members; what is there already stays as it is. */
export async function ensureProject(manager: Actor): Promise<string> {
  const project = (await find(manager)) ?? (await create(manager));
  if (project.slug !== slug)
    throw new Error(`The demo project became “${project.slug}” instead of “${slug}”.`);
  for (const { email, role } of demoPeople) {
    if (email === demoPeople[0].email) continue;
    await addMember(manager, { slug, email, role }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== "already-member") throw error;
    });
  }
  return slug;
}

async function find(manager: Actor): Promise<ProjectSettings | null> {
  try {
    return await getProjectSettings(manager, slug);
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

async function create(manager: Actor): Promise<ProjectSettings> {
  const made = await createProject(manager, { name, description, template: "claims-and-sources" });
  return updateSettings(manager, settingsInput.parse({ ...made, annotatorsPerArticle: 2 }));
}
