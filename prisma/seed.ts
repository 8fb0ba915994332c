import { closeDb } from "@/lib/db";
import { ensureDemoUser } from "@/lib/users/demo";
import { importSamples } from "./demo/articles";
import { demoPeople, readLogins } from "./demo/logins";
import { ensureProject } from "./demo/project";
import { gradeAgency, observe, openRound } from "./demo/ratings";
import { rateSources, registerSources } from "./demo/sources";
import { annotate, followClaims, review } from "./demo/work";

/** Puts the demo project in, step by step; what an earlier run has done is left as it is, so that it can be repeated. */
async function seed(): Promise<void> {
  const file = process.env.DEMO_LOGINS_FILE;
  if (!file) throw new Error("DEMO_LOGINS_FILE must name the file for the demo logins.");
  const logins = new Map(readLogins(file).map((login) => [login.email, login.password]));
  const [manager, reviewer, anna, ben] = await Promise.all(
    demoPeople.map((person) => ensureDemoUser({ ...person, password: logins.get(person.email) ?? "" })),
  );
  if (!manager || !reviewer || !anna || !ben) throw new Error("The demo lacks people.");
  const slug = await ensureProject(manager);
  await importSamples(manager, slug);
  const sources = await registerSources(manager);
  await annotate(anna, slug, "anna", sources);
  await annotate(ben, slug, "ben", sources);
  await review(reviewer, slug);
  await followClaims(reviewer, slug, sources);
  const people = { manager, reviewer, anna, ben };
  await rateSources(people, sources);
  await gradeAgency(people, sources);
  await openRound(people, sources);
  await observe(people, slug, sources);
}

seed()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(closeDb);
