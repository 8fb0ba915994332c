/** Answers one question; undefined where there is no answer. */
type Ask<K, V> = (key: K) => Promise<V | undefined>;

type Waiting<V> = { resolve: (answer: V | undefined) => void; reject: (reason: unknown) => void };

/** Nobody waits longer than this for the questions of others: their connection may be dead. */
const PATIENCE_MS = 1_000;

/**
 * Asks questions that come at once in one go: what is asked while others are under way waits for them and goes with all
 * that waits then, so an answer is never older than its question. A failure is that of everybody who went along; the
 * next go is not touched by it.
 */
export function together<K, V>(askAll: (keys: K[]) => Promise<ReadonlyMap<K, V>>): Ask<K, V> {
  let waiting = new Map<K, Waiting<V>[]>();
  let underWaySince = Number.NEGATIVE_INFINITY;
  let watching: ReturnType<typeof setTimeout> | undefined;

  async function go(): Promise<void> {
    while (waiting.size > 0) {
      const gone = waiting;
      waiting = new Map();
      underWaySince = performance.now();
      try {
        const answers = await askAll([...gone.keys()]);
        for (const [key, all] of gone) for (const one of all) one.resolve(answers.get(key));
      } catch (error) {
        for (const all of gone.values()) for (const one of all) one.reject(error);
      }
    }
    underWaySince = Number.NEGATIVE_INFINITY;
  }

  function patienceLeft(): number {
    return underWaySince + PATIENCE_MS - performance.now();
  }

  /** Lets those who wait go when patience ends: nobody else may come whose question would take them along. */
  function watch(): void {
    if (watching) return;
    watching = setTimeout(() => {
      watching = undefined;
      if (waiting.size === 0) return;
      if (patienceLeft() > 0) watch();
      else void go();
    }, Math.ceil(patienceLeft()));
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const own = waiting.get(key);
      if (own) own.push({ resolve, reject });
      else waiting.set(key, [{ resolve, reject }]);
      if (patienceLeft() > 0) watch();
      else void go();
    });
}
