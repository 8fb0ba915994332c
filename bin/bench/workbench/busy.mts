import type { Page } from "playwright-core";
import { z } from "zod";

const event = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds that the thread's processor worked, whatever else the machine did. */
  tdur: z.number().optional(),
});
const MARK = "keys begin";

/**
 * Does `work` on a page and answers the milliseconds of processor time of its longest task, on the thread of the page
 * alone: a machine that others use makes tasks last longer, and costs them hardly more of it.
 */
export async function busiestTask(page: Page, work: () => Promise<void>): Promise<number> {
  const client = await page.context().newCDPSession(page);
  const events: z.infer<typeof event>[] = [];
  client.on("Tracing.dataCollected", ({ value }) => {
    for (const one of value) {
      const read = event.safeParse(one);
      if (read.success) events.push(read.data);
    }
  });
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "blink.user_timing"] },
  });
  await page.evaluate(`performance.mark("${MARK}")`);
  await work();
  const ended = new Promise<void>((resolve) => client.once("Tracing.tracingComplete", () => resolve()));
  await client.send("Tracing.end");
  await ended;
  const mark = events.find(({ name }) => name === MARK);
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === "X" && name.endsWith("RunTask") && pid === mark?.pid && tid === mark.tid,
  );
  return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1_000), 0);
}
