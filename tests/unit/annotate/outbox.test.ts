import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOutbox, type SendAnswer, sendCommand } from "@/components/annotate/outbox";
import type { OutboxStorage } from "@/components/annotate/outbox-storage";
import type { CommandInput } from "@/lib/layers/schema";

function command(number: number): CommandInput {
  const commandId = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return { commandId, undoes: commandId };
}
const taken = (one: CommandInput): SendAnswer => ({
  how: "taken",
  result: { commandId: one.commandId, undoes: null, layerRevision: 1, objects: [] },
});

function memoryStorage(): OutboxStorage & { kept: CommandInput[] } {
  const storage = {
    kept: [] as CommandInput[],
    load: async () => [...storage.kept],
    add: async (_key: string, one: CommandInput) => {
      storage.kept.push(one);
    },
    remove: async (_key: string, commandId: string) => {
      storage.kept = storage.kept.filter((one) => one.commandId !== commandId);
    },
    replace: async (_key: string, commandId: string, other: CommandInput) => {
      storage.kept = storage.kept.map((one) => (one.commandId === commandId ? other : one));
    },
  };
  return storage;
}

function start(send: (one: CommandInput) => Promise<SendAnswer>, waiting: CommandInput[] = []) {
  const storage = memoryStorage();
  storage.kept.push(...waiting);
  const order: string[] = [];
  const outbox = createOutbox({
    key: "person/layer",
    storage,
    waiting,
    isKept: true,
    send,
    onTaken: (result) => order.push(result.commandId),
  });
  outbox.lead();
  return { outbox, storage, order };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the outbox", () => {
  it("sends one command at a time, in order, each kept until it is answered", async () => {
    let under = 0;
    let most = 0;
    const { outbox, storage, order } = start(async (one) => {
      under += 1;
      most = Math.max(most, under);
      expect(storage.kept.map((kept) => kept.commandId)).toContain(one.commandId);
      await Promise.resolve();
      under -= 1;
      return taken(one);
    });
    const commands = [1, 2, 3].map(command);
    for (const one of commands) void outbox.add(one);
    expect(outbox.state()).toMatchObject({ status: "saving", waiting: commands });
    await settle();
    expect(order).toEqual(commands.map((one) => one.commandId));
    expect(most).toBe(1);
    expect(outbox.state().status).toBe("saved");
    expect(storage.kept).toEqual([]);
  });

  it("sends first what a former visit left", async () => {
    const { outbox, order } = start(async (one) => taken(one), [command(1)]);
    void outbox.add(command(2));
    await settle();
    expect(order).toEqual([command(1).commandId, command(2).commandId]);
  });

  it("waits while nothing answers, tries again longer and longer, and at once when told", async () => {
    let isUp = false;
    let tries = 0;
    const { outbox, storage } = start(async (one) => {
      tries += 1;
      return isUp ? taken(one) : { how: "unreached" };
    });
    void outbox.add(command(1));
    await settle();
    expect(outbox.state().status).toBe("offline");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(8);
    expect(storage.kept).toHaveLength(1);
    isUp = true;
    outbox.retry();
    await settle();
    expect(outbox.state().status).toBe("saved");
  });

  it("waits by itself for a database that is away, however long, and asks somebody where the server fails", async () => {
    let status = 503;
    const answer = () =>
      Response.json(
        { error: { code: "database-away", message: "It cannot answer at the moment." } },
        { status },
      );
    vi.stubGlobal("fetch", async () => answer());
    const { outbox } = start((one) => sendCommand("layer", one));
    void outbox.add(command(1));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(outbox.state().status).toBe("offline");
    status = 500;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(outbox.state().status).toBe("attention");
    vi.unstubAllGlobals();
  });

  it("stops at a refusal and goes on only once somebody has decided", async () => {
    const error = { status: 409, code: "stale-revision", message: "It was changed." };
    const { outbox, storage, order } = start(async (one) =>
      one.commandId === command(1).commandId ? { how: "refused", error } : taken(one),
    );
    void outbox.add(command(1));
    void outbox.add(command(2));
    await settle();
    expect(outbox.state()).toMatchObject({ status: "attention", problem: error });
    expect(storage.kept).toHaveLength(2);
    await outbox.replace(command(1).commandId, command(3));
    await settle();
    expect(order).toEqual([command(3).commandId, command(2).commandId]);
    expect(outbox.state().status).toBe("saved");
  });

  it("says so when the browser keeps nothing, and sends all the same", async () => {
    const { outbox, storage, order } = start(async (one) => taken(one));
    storage.add = () => Promise.reject(new Error("No room."));
    void outbox.add(command(1));
    await settle();
    expect(outbox.state().isKept).toBe(false);
    expect(order).toHaveLength(1);
  });

  it("sends nothing before it leads, shows what another tab sent or added, and then goes on with what is left", async () => {
    const sent: string[] = [];
    const storage = memoryStorage();
    const outbox = createOutbox({
      key: "person/layer",
      storage,
      waiting: [],
      isKept: true,
      send: async (one) => {
        sent.push(one.commandId);
        return taken(one);
      },
      onTaken: () => undefined,
    });
    void outbox.add(command(1));
    await settle();
    expect(sent).toEqual([]);
    storage.kept.push(command(2));
    await outbox.sync();
    expect(outbox.state().waiting).toEqual([command(1), command(2)]);
    outbox.settled(command(1).commandId);
    await outbox.sync();
    expect(outbox.state().waiting).toEqual([command(2)]);
    outbox.told({ isReached: false, problem: null });
    expect(outbox.state().status).toBe("offline");
    outbox.lead();
    await settle();
    expect(sent).toEqual([command(2).commandId]);
    expect(outbox.state().status).toBe("saved");
  });
});
