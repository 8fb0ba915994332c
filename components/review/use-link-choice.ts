"use client";

import { useState } from "react";
import { askedLinks, withLinks } from "@/lib/review/link-choice";
import { differingLinks } from "@/lib/review/places";
import type { ReviewMark, UnitDto, WantedMark } from "@/lib/review/schema";

/** A question about one link: its words, who has it, and (where several marks are being taken) which mark it is for. */
export type LinkQuestionDto = {
  position: number;
  total: number;
  text: string;
  layerIds: string[];
  forMark: ReviewMark | null;
};

/**
 * Single links in a place where somebody has several marks, or nobody all: first whose marks are taken, then which of
 * them where there are several, then link by link. `columns` are the marks of each layer here.
 */
export function useLinkChoice(unit: UnitDto | null, columns: readonly (readonly ReviewMark[])[]) {
  const [whose, setWhose] = useState<number | null>(null);
  const [chosen, setChosen] = useState<readonly ReviewMark[]>([]);
  const [answers, setAnswers] = useState<readonly boolean[]>([]);
  const all = columns.flat();
  const isOffered =
    (unit?.state === "split" || unit?.state === "incomplete") && differingLinks(all).length > 0;
  const asked = askedLinks(chosen, all);
  const next = asked[answers.length];
  const question: LinkQuestionDto | null = next
    ? {
        position: answers.length + 1,
        total: asked.length,
        text: next.text,
        layerIds: next.layerIds,
        forMark: chosen.length > 1 ? (chosen.find((mark) => mark.id === next.markId) ?? null) : null,
      }
    : null;

  function clear() {
    setWhose(null);
    setChosen([]);
    setAnswers([]);
  }
  /** The marks with their links where nothing is left to be asked for, else null; the next question stands then. */
  function choose(marks: readonly ReviewMark[]): WantedMark[] | null {
    setChosen(marks);
    setAnswers([]);
    return askedLinks(marks, all).length === 0 ? withLinks(marks, all, []) : null;
  }
  /** As `choose`, for an answer to the question that stands. */
  function answer(isTaken: boolean): WantedMark[] | null {
    const given = [...answers, isTaken];
    setAnswers(given);
    return given.length < asked.length ? null : withLinks(chosen, all, given);
  }
  return {
    isOffered,
    /** The marks of the one who was chosen, while one of several is to be chosen. */
    own: whose === null ? [] : (columns[whose] ?? []),
    whose,
    question,
    setWhose,
    choose,
    answer,
    clear,
  };
}
