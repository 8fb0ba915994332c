import { closeDb } from "@/lib/db";
import { buildRelease } from "@/lib/releases/build";

// Builds one release in a process of its own, which a test can kill.
await buildRelease(process.argv[2] ?? "");
await closeDb();
