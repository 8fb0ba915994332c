import { db } from "@/lib/db";
import { makeMember, makeProject, makeUser } from "../factories";
import { tokenOf } from "./call";

/** A project with people of each role and their tokens, beside another project with its own. */
export async function makeWorld() {
  const project = await makeProject({ annotatorsPerArticle: 1 });
  const foreign = await makeProject();
  const people = {
    admin: await makeUser({ isAdmin: true }),
    manager: await makeMember(project, "manager"),
    reviewer: await makeMember(project, "reviewer"),
    annotator: await makeMember(project, "annotator"),
    viewer: await makeMember(project, "viewer"),
    stranger: await makeUser(),
    foreignManager: await makeMember(foreign, "manager"),
  };
  const tokens = {
    admin: await tokenOf(people.admin),
    manager: await tokenOf(people.manager),
    reviewer: await tokenOf(people.reviewer),
    annotator: await tokenOf(people.annotator),
    viewer: await tokenOf(people.viewer),
    stranger: await tokenOf(people.stranger),
    foreignManager: await tokenOf(people.foreignManager),
  };
  const { revision } = await db().project.findUniqueOrThrow({ where: { id: project.id } });
  return { project: { ...project, revision }, foreign, people, tokens };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;
export type Person = keyof World["people"];
