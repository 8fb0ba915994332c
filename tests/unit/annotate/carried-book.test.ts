import { describe, expect, it, vi } from "vitest";
import { type CarriedBook, createCarriedBook } from "@/components/annotate/carried-book";
import type { Answer } from "@/components/annotate/request-json";
import type { CarriedItemDto, CarriedListDto } from "@/lib/versions/schema";

function orphan(at: number, settledAs: CarriedItemDto["settledAs"] = null): CarriedItemDto {
  return {
    id: `mark-${at}`,
    kind: "claim",
    quote: `words ${at}`,
    before: [{ start: at, end: at + 1 }],
    after: null,
    parts: [],
    how: "orphaned",
    near: null,
    annotationId: null,
    settledAs,
    reason: "",
  };
}

/** A server with so many orphans, two a page in reading order, that can be cut off. */
function makeServer(count: number) {
  const marks = new Map(Array.from({ length: count }, (_, at) => [`mark-${at}`, orphan(at)]));
  const state = { isDown: false, asked: 0 };
  function page(cursor: string | null): CarriedListDto {
    const all = [...marks.values()];
    const from = Number(cursor ?? 0);
    return {
      layerId: "layer",
      articleId: "article",
      from: 1,
      to: 2,
      counts: { exact: 0, moved: 0, orphaned: count },
      open: all.filter((item) => item.settledAs === null).length,
      items: all.slice(from, from + 2),
      next: from + 2 < count ? String(from + 2) : null,
    };
  }
  return {
    state,
    page,
    settle: (at: number) => marks.set(`mark-${at}`, orphan(at, "let-go")),
    reopen: (at: number) => marks.set(`mark-${at}`, orphan(at)),
    read: async (cursor: string | null): Promise<Answer<CarriedListDto>> => {
      state.asked += 1;
      if (!state.isDown) return { ok: true, data: page(cursor) };
      return { ok: false, error: { status: 0, code: "unreached", message: "Nobody answers." } };
    },
  };
}

async function settled(book: CarriedBook) {
  await vi.waitFor(() => expect(book.view().isReading).toBe(false));
  return book.view();
}
const openIds = (book: CarriedBook) => book.view().open.map((item) => item.id);

describe("the carried marks of a layer, page by page", () => {
  it("lists every open one by itself, also where all of the first page are settled", async () => {
    const server = makeServer(7);
    for (const at of [0, 1, 3]) server.settle(at);
    const book = createCarriedBook(server.page(null), server.read);
    expect(book.view()).toMatchObject({ open: [], openCount: 4 });
    book.start();
    expect(book.view().isReading).toBe(true);
    expect(await settled(book)).toMatchObject({ openCount: 4, problem: null });
    expect(openIds(book)).toEqual(["mark-2", "mark-4", "mark-5", "mark-6"]);
    expect(server.state.asked).toBe(3);
  });

  it("reads no further than it must, and a page more when asked", async () => {
    const server = makeServer(7);
    for (const at of [2, 3, 4, 5, 6]) server.settle(at);
    const book = createCarriedBook(server.page(null), server.read);
    book.start();
    expect(server.state.asked).toBe(0);
    book.more();
    expect((await settled(book)).list?.items).toHaveLength(4);
    expect(server.state.asked).toBe(1);
  });

  it("says why it could not read on, asks nothing until told to, and goes on where it stood", async () => {
    const server = makeServer(5);
    server.settle(0);
    server.settle(1);
    const book = createCarriedBook(server.page(null), server.read);
    server.state.isDown = true;
    book.start();
    expect(await settled(book)).toMatchObject({ open: [], openCount: 3, problem: "Nobody answers." });
    expect(server.state.asked).toBe(1);
    server.state.isDown = false;
    book.retry();
    expect(book.view().problem).toBeNull();
    await settled(book);
    expect(openIds(book)).toEqual(["mark-2", "mark-3", "mark-4"]);
    expect(server.state.asked).toBe(3);
  });

  it("keeps what it has while the list cannot be read again", async () => {
    const server = makeServer(3);
    const book = createCarriedBook(server.page(null), server.read);
    book.start();
    await settled(book);
    server.settle(2);
    server.state.isDown = true;
    book.refresh();
    expect((await settled(book)).problem).toBe("Nobody answers.");
    expect(openIds(book)).toHaveLength(3);
    server.state.isDown = false;
    book.retry();
    await settled(book);
    expect(openIds(book)).toEqual(["mark-0", "mark-1"]);
  });

  it("reads all of it anew where somebody asks for more after it could not be", async () => {
    const server = makeServer(7);
    for (let at = 0; at < 7; at += 1) server.settle(at);
    const book = createCarriedBook(server.page(null), server.read);
    server.state.isDown = true;
    book.refresh();
    expect((await settled(book)).problem).toBe("Nobody answers.");
    server.reopen(0);
    server.state.isDown = false;
    book.more();
    expect((await settled(book)).problem).toBeNull();
    expect(openIds(book)).toEqual(["mark-0"]);
    expect(book.view().list?.items).toHaveLength(4);
  });

  it("takes in what was settled while a page was on its way, and asks once after a save that settled nothing", async () => {
    const server = makeServer(5);
    const book = createCarriedBook(server.page(null), server.read);
    book.start();
    server.settle(0);
    book.take(orphan(0, "let-go"));
    await settled(book);
    expect(book.view().openCount).toBe(4);
    expect(openIds(book)).toEqual(["mark-1", "mark-2", "mark-3", "mark-4"]);
    const { asked } = server.state;
    book.refresh();
    await settled(book);
    expect(server.state.asked).toBe(asked + 1);
    expect(openIds(book)).toHaveLength(4);
    book.take(orphan(0));
    expect(openIds(book)[0]).toBe("mark-0");
    expect(book.view().openCount).toBe(5);
  });
});
