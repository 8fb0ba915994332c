import { createHash } from "node:crypto";

/** The same hidden name for a person all over a project, telling nothing about who it is. */
export function hiddenName(projectId: string, userId: string): string {
  const hash = createHash("sha256").update(`${projectId} ${userId}`).digest("hex");
  return `Annotator ${hash.slice(0, 4).toUpperCase()}`;
}
