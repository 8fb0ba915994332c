import type { Answer } from "@/components/annotate/request-json";
import type { CarriedItemDto, CarriedListDto } from "@/lib/versions/schema";

export type CarriedView = {
  /** Null where the layer began with no marks of an earlier text. */
  list: CarriedListDto | null;
  /** The listed marks that lost their words and are neither placed nor let go, in reading order. */
  open: readonly CarriedItemDto[];
  /** How many there are of these, with those that are not listed yet. */
  openCount: number;
  isReading: boolean;
  /** Why the list could not be read (on), in words; null while it could. */
  problem: string | null;
};

export type CarriedBook = {
  view: () => CarriedView;
  subscribe: (listener: () => void) => () => void;
  /** Reads on where open ones are not listed yet. */
  start: () => void;
  stop: () => void;
  /** Lists a page more. */
  more: () => void;
  /** Reads the list again: something may have opened or been settled. */
  refresh: () => void;
  /** Goes on where reading failed. */
  retry: () => void;
  /** Takes in one mark as the server answered it. */
  take: (item: CarriedItemDto) => void;
};

/**
 * The carried marks of a layer in this browser. Every open one is listed, however many pages that takes: they stop the
 * submission, so that none may wait behind a button. Pages are read one after another; the first that fails ends it, and
 * nothing is asked for again until `retry`, `more` or `refresh`. `readPage` is given null for the first page.
 */
export function createCarriedBook(
  initial: CarriedListDto | null,
  readPage: (cursor: string | null) => Promise<Answer<CarriedListDto>>,
): CarriedBook {
  const listeners = new Set<() => void>();
  let list = initial;
  let wanted = initial?.items.length ?? 0;
  // The reading that is under way; an answer to an earlier one comes too late.
  let turn = 0;
  let reading: "anew" | "on" | null = null;
  let failed: { from: "anew" | "on"; problem: string } | null = null;
  let view = drawn();

  function drawn(): CarriedView {
    const open = list ? openOf(list) : [];
    return {
      list,
      open,
      openCount: Math.max(open.length, list?.open ?? 0),
      isReading: reading !== null,
      problem: failed?.problem ?? null,
    };
  }
  function changed() {
    view = drawn();
    for (const listener of listeners) listener();
  }
  async function read(from: "anew" | "on") {
    turn += 1;
    const own = turn;
    let now = from === "on" ? list : null;
    reading = from;
    failed = null;
    changed();
    while (now === null || wantsMore(now, wanted)) {
      const answer = await readPage(now?.next ?? null);
      if (own !== turn) return;
      if (!answer.ok) {
        failed = { from: now ? "on" : "anew", problem: answer.error.message };
        break;
      }
      now = now ? joined(now, answer.data) : withKnown(answer.data);
    }
    list = now ?? list;
    reading = null;
    changed();
  }
  /** While as many are open as before, the pages after the first are as they were read. */
  function withKnown(first: CarriedListDto): CarriedListDto {
    if (!list || list.open !== first.open || list.items.length <= first.items.length) return first;
    const ids = new Set(first.items.map((item) => item.id));
    const rest = list.items.filter((item) => !ids.has(item.id));
    return { ...first, items: [...first.items, ...rest], next: list.next };
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      if (list && wantsMore(list, wanted)) void read("on");
    },
    stop: () => {
      turn += 1;
      reading = null;
    },
    more: () => {
      if (!list?.next) return;
      wanted = list.items.length + 1;
      void read(reading ?? failed?.from ?? "on");
    },
    refresh: () => {
      if (list) void read("anew");
    },
    retry: () => {
      if (list && !reading) void read(failed?.from ?? "anew");
    },
    take: (item) => {
      if (!list) return;
      const before = list.items.find((one) => one.id === item.id);
      const open = list.open + Number(isOpen(item)) - Number(before ? isOpen(before) : isOpen(item));
      const items = before
        ? list.items.map((one) => (one.id === item.id ? item : one))
        : [...list.items, item];
      list = { ...list, items, open };
      // What is on its way was read before.
      if (reading) void read(reading);
      else changed();
    },
  };
}

function isOpen(item: CarriedItemDto): boolean {
  return item.how === "orphaned" && item.settledAs === null;
}

function openOf(list: CarriedListDto): CarriedItemDto[] {
  const startOf = (item: CarriedItemDto) => item.before[0]?.start ?? 0;
  return list.items.filter(isOpen).sort((one, other) => startOf(one) - startOf(other));
}

function wantsMore(list: CarriedListDto, wanted: number): boolean {
  return list.next !== null && (list.items.length < wanted || openOf(list).length < list.open);
}

/** A list with the page after it; a mark that was settled between the two is in both, and the later one holds. */
function joined(list: CarriedListDto, page: CarriedListDto): CarriedListDto {
  const ids = new Set(page.items.map((item) => item.id));
  return { ...page, items: [...list.items.filter((item) => !ids.has(item.id)), ...page.items] };
}
