import { sendCommand } from "@/components/annotate/outbox";
import { countWaiting, indexedDbStorage } from "@/components/annotate/outbox-storage";

/** What is left unsent in all articles of a person, and why the first of it could not be sent; null where nothing stands in the way. */
export type Unsent = { count: number; reason: string | null };

/**
 * Sends what a person left unsent in articles that no tab has open (one that has sends its own), each in its order;
 * `openId` is the layer that this page opens itself. A refusal is left for whoever opens the article.
 */
export async function sendWaiting(userId: string, openId?: string): Promise<Unsent> {
  const storage = indexedDbStorage();
  let reason: string | null = null;
  for (const [layerId] of await countWaiting(userId)) {
    if (layerId === openId) continue;
    const key = `${userId}/${layerId}`;
    const failure = await navigator.locks.request(
      `sourcebench-layer-${key}`,
      { ifAvailable: true },
      async (lock) => {
        if (!lock) return null;
        for (const command of await storage.load(key)) {
          const answer = await sendCommand(layerId, command);
          if (answer.how !== "taken") return answer.error?.message ?? "The server cannot be reached.";
          await storage.remove(key, command.commandId);
        }
        return null;
      },
    );
    reason ??= failure;
  }
  return { count: await countUnsent(userId), reason };
}

/** How many changes of a person wait in this browser, in all articles; none where it keeps nothing. */
export async function countUnsent(userId: string): Promise<number> {
  const counts = await countWaiting(userId).catch(() => new Map<string, number>());
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
