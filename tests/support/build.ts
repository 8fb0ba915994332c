import type { TestProject } from "vitest/node";
import { ensureBrowser } from "../../bin/browser.mjs";
import { ensureBuild } from "../../bin/build.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the browser and the folder of the build, for the end-to-end tests. */
    journey: { browserPath: string; distDir: string };
  }
}

/** Finds a browser and builds the application once for all end-to-end tests, beside a person's own build. */
export async function setup(project: TestProject): Promise<void> {
  const distDir = process.env.NEXT_DIST_DIR ?? ".next-test";
  const browserPath = ensureBrowser();
  await ensureBuild({ distDir });
  project.provide("journey", { browserPath, distDir });
}
