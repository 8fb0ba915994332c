"use client";

import { useRef, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import type { ExampleWish } from "@/components/review/example-dialog";
import { useToast } from "@/components/ui/toast";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorWords } from "@/lib/guidelines/anchors";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";

const answerShape = z.object({ id: z.string(), isWithdrawn: z.boolean() });

/** Places made examples of the guideline in this sitting; one that is not decided yet waits for its decision. */
export function useExamples(articleId: string, attributes: readonly AttributeDefinition[]) {
  const [waiting, setWaiting] = useState<ReadonlyMap<string, ExampleWish>>(new Map());
  const [added, setAdded] = useState<ReadonlyMap<string, ExampleWish & { id: string }>>(new Map());
  // An example whose answer was lost keeps its id, so that adding it again adds it once.
  const ids = useRef(new Map<string, string>());
  const toast = useToast();

  function send(body: object) {
    return requestJson(`/api/reviews/${articleId}/examples`, answerShape, { method: "POST", body });
  }
  function without<T>(all: ReadonlyMap<string, T>, unitId: string): Map<string, T> {
    return new Map([...all].filter(([id]) => id !== unitId));
  }
  return {
    wordsOf: (anchor: GuidelineAnchor) => anchorWords(anchor, attributes),
    /** What a place that is not decided yet will be an example of. */
    pendingFor: (unitId: string) => waiting.get(unitId) ?? null,
    addedFor: (unitId: string) => added.get(unitId) ?? null,
    wait: (unitId: string, wish: ExampleWish) => setWaiting(new Map([...waiting, [unitId, wish]])),
    forget: (unitId: string) => setWaiting(without(waiting, unitId)),
    async add(unitId: string, wish: ExampleWish): Promise<void> {
      const which = JSON.stringify([unitId, wish.anchor, wish.note]);
      const id = ids.current.get(which) ?? crypto.randomUUID();
      ids.current.set(which, id);
      setWaiting((all) => without(all, unitId));
      const answer = await send({ action: "add", id, unitId, ...wish });
      if (answer.ok) {
        ids.current.delete(which);
        setAdded((all) => new Map([...all, [unitId, { ...wish, id }]]));
      }
      toast(
        answer.ok
          ? { title: `An example under “${anchorWords(wish.anchor, attributes)}”`, tone: "success" }
          : { title: answer.error.message, tone: "danger" },
      );
    },
    async withdraw(unitId: string): Promise<void> {
      const example = added.get(unitId);
      if (!example) return;
      const answer = await send({ action: "withdraw", id: crypto.randomUUID(), exampleId: example.id });
      if (answer.ok) setAdded((all) => without(all, unitId));
      else toast({ title: answer.error.message, tone: "danger" });
    },
  };
}
