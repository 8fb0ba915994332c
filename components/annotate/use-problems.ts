import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { listProblems, type Problem, problemSteps } from "@/components/annotate/problems";
import { forgetIdle, whenIdle } from "@/components/editor/when-idle";
import type { CheckContext } from "@/lib/checks/check-layer";
import type { LayerObject } from "@/lib/layers/schema";

/** A layer of more objects than this is checked piece by piece. */
const AT_ONCE = 1_000;
/** Milliseconds of checking in one idle moment. */
const MOMENT = 5;
const none: readonly Problem[] = [];

/**
 * What is open or odd about a layer's marks. It comes after the key that changed one has been answered, that of a long
 * layer a little later: `problems` are those found last. `settled` answers those of now, of a long layer those found last
 * once it has been checked, and never none because nobody has looked yet.
 */
export function useProblems(
  objects: ReadonlyMap<string, LayerObject>,
  context: CheckContext,
  blocking: readonly string[],
): { problems: readonly Problem[]; settled: () => readonly Problem[] } {
  // Nothing is put off for a long layer here: it would render the screen twice for each change.
  const later = useDeferredValue(objects.size > AT_ONCE ? null : objects);
  const ofShort = useMemo(() => later && listProblems(later, context, blocking), [later, context, blocking]);
  const [ofLong, setOfLong] = useState<readonly Problem[] | null>(null);
  const steps = useRef<ReturnType<typeof problemSteps> | null>(null);
  const isShort = ofShort !== null;
  useEffect(() => {
    if (objects.size <= AT_ONCE) return;
    const own = problemSteps(objects, context, blocking);
    steps.current = own;
    let idle = whenIdle(look);
    function look() {
      const end = performance.now() + MOMENT;
      while (performance.now() < end) {
        const step = own.next();
        if (!step.done) continue;
        if (steps.current === own) steps.current = null;
        // Those that somebody could not wait for have been told already.
        if (step.value) setOfLong(step.value);
        return;
      }
      idle = whenIdle(look);
    }
    return () => forgetIdle(idle);
  }, [objects, context, blocking]);
  const settled = useCallback(() => {
    if (isShort) return listProblems(objects, context, blocking);
    // Those found a moment ago, rather than let the key wait for ten thousand marks.
    if (ofLong) return ofLong;
    for (let step = steps.current?.next(); step; step = steps.current?.next()) {
      if (!step.done) continue;
      steps.current = null;
      setOfLong(step.value);
      return step.value;
    }
    return none;
  }, [isShort, objects, context, blocking, ofLong]);
  return { problems: ofShort ?? ofLong ?? none, settled };
}
