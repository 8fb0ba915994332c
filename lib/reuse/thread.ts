import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { settleProject } from "@/lib/reuse/settle";

// The inside of a worker thread: settles one project with connections of its own, tells its parent, and ends.

const { projectId } = z.object({ projectId: z.uuid() }).parse(workerData);

settleProject(projectId)
  .then((settled) => closeDb().then(() => parentPort?.postMessage({ settled })))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
