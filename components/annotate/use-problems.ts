import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { LayeredMap } from "@/components/annotate/layered-map";
import { listProblems, type Problem, problemSteps, relistProblems } from "@/components/annotate/problems";
import { forgetIdle, whenIdle } from "@/components/editor/when-idle";
import type { CheckContext } from "@/lib/checks/check-layer";
import type { LayerObject } from "@/lib/layers/schema";

/** A layer of more objects than this is checked piece by piece. */
const AT_ONCE = 1_000;
/** Milliseconds of checking in one idle moment. */
const MOMENT = 5;
/** More changed objects than this are no change to look around, but another layer. */
const MOST_CHANGED = 100;

type Objects = ReadonlyMap<string, LayerObject>;
/** What was found in a long layer last, and in what. */
type Known = {
  problems: readonly Problem[];
  objects: Objects;
  context: CheckContext;
  blocking: readonly string[];
};

/**
 * What is open or odd about a layer's marks. It comes after the key that changed one has been answered, that of a long
 * layer a little later: `problems` are those found last. `settled` answers those of now; of a long layer it looks around
 * what has changed since the last time, and at all of it only where nobody has yet, or its blocks have changed.
 */
export function useProblems(
  objects: Objects,
  context: CheckContext,
  blocking: readonly string[],
): { problems: readonly Problem[]; settled: () => readonly Problem[] } {
  // Nothing is put off for a long layer here: it would render the screen twice for each change.
  const later = useDeferredValue(objects.size > AT_ONCE ? null : objects);
  const ofShort = useMemo(() => later && listProblems(later, context, blocking), [later, context, blocking]);
  const [ofLong, setOfLong] = useState<readonly Problem[]>([]);
  const known = useRef<Known | null>(null);
  const steps = useRef<ReturnType<typeof problemSteps> | null>(null);
  const isShort = ofShort !== null;
  const tell = useCallback((now: Known) => {
    known.current = now;
    steps.current = null;
    setOfLong(now.problems);
    return now.problems;
  }, []);
  useEffect(() => {
    if (objects.size <= AT_ONCE) return;
    const own = problemSteps(objects, context, blocking);
    const seen = { objects, context, blocking };
    steps.current = own;
    let idle = whenIdle(look);
    function look() {
      // Somebody could not wait for them.
      if (steps.current !== own) return;
      const problems = around(known.current, seen);
      if (problems) {
        tell({ ...seen, problems });
        return;
      }
      const end = performance.now() + MOMENT;
      while (performance.now() < end) {
        const step = own.next();
        if (!step.done) continue;
        tell({ ...seen, problems: step.value });
        return;
      }
      idle = whenIdle(look);
    }
    return () => forgetIdle(idle);
  }, [objects, context, blocking, tell]);
  const settled = useCallback(() => {
    if (isShort) return listProblems(objects, context, blocking);
    const seen = { objects, context, blocking };
    const problems = around(known.current, seen);
    if (problems) return tell({ ...seen, problems });
    const own = steps.current ?? problemSteps(objects, context, blocking);
    let step = own.next();
    while (!step.done) step = own.next();
    return tell({ ...seen, problems: step.value });
  }, [isShort, objects, context, blocking, tell]);
  return { problems: ofShort ?? ofLong, settled };
}

/** The problems of now by those of before and what has changed since; null where that says too little. */
function around(known: Known | null, now: Omit<Known, "problems">): readonly Problem[] | null {
  if (!known || known.context !== now.context || known.blocking !== now.blocking) return null;
  if (known.objects === now.objects) return known.problems;
  const between = LayeredMap.keysBetween(known.objects, now.objects);
  const changed = [...(between ?? new Set([...known.objects.keys(), ...now.objects.keys()]))].filter(
    (id) => known.objects.get(id) !== now.objects.get(id),
  );
  if (changed.length > MOST_CHANGED) return null;
  const change = { before: known.objects, after: now.objects, changed };
  return relistProblems(known.problems, change, now.context, now.blocking);
}
