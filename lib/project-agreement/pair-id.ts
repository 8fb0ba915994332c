import { createHash } from "node:crypto";

/** The id under which two people (the smaller id first), or a person and the final layer (null), stand in a project. */
export function pairIdOf(projectId: string, firstId: string, secondId: string | null): string {
  const hash = createHash("sha256")
    .update(`${projectId} ${firstId} ${secondId ?? "final"}`)
    .digest("hex");
  // The version and variant of a name-based UUID (RFC 9562), so that every reader of ids takes it for one.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
