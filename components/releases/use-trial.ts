"use client";

import { useCallback, useEffect, useState } from "react";
import { requestJson } from "@/components/annotate/request-json";
import { type TrialDto, trialDto } from "@/lib/releases/trial-schema";

const ASK_EVERY_MS = 700;
/** How long choices rest before they are tried out: a number is typed digit by digit. */
const REST_MS = 500;

/**
 * A trial of the choices that `body` is the JSON of, begun whenever they change and asked after until it is over; `known` is what
 * the server knew of them already. `stop` ends it, `again` begins it anew.
 */
export function useTrial(base: string, body: string, known: TrialDto | null) {
  const [held, setHeld] = useState<{ body: string; trial: TrialDto | null; problem: string | null }>({
    ...{ body, trial: known, problem: null },
  });
  const [turn, setTurn] = useState(0);
  const now = held.body === body ? held : { body, trial: known, problem: null };
  const { trial } = now;
  const ask = useCallback(
    async (path: string, method: "GET" | "POST" | "DELETE", isAgain = false) => {
      const sent = method === "POST" ? { body: { options: JSON.parse(body), isAgain } } : {};
      const answer = await requestJson(`${base}${path}`, trialDto, { method, ...sent });
      if (answer.ok) setHeld({ body, trial: answer.data, problem: null });
      // A question that was lost is asked again at the next turn; an act that was lost is told.
      else if (method !== "GET") setHeld((last) => ({ ...last, body, problem: answer.error.message }));
    },
    [base, body],
  );
  const isUnderWay = trial?.state === "queued" || trial?.state === "running";
  const isToBegin = now.problem === null && trial === null;
  useEffect(() => {
    if (!isToBegin) return;
    const timer = setTimeout(() => ask("", "POST"), REST_MS);
    return () => clearTimeout(timer);
  }, [isToBegin, ask]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer, the same one too, sets the next question's time
  useEffect(() => {
    if (!isUnderWay || !trial) return;
    const timer = setTimeout(async () => {
      await ask(`/${trial.id}`, "GET");
      setTurn((last) => last + 1);
    }, ASK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay, trial?.id, turn, ask]);
  return {
    trial,
    problem: now.problem,
    stop: () => trial && ask(`/${trial.id}`, "DELETE"),
    again: () => ask("", "POST", true),
  };
}
