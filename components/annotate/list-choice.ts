import type { Desk } from "@/components/annotate/desk-state";
import { chooseMark, chooseTwin } from "@/components/annotate/link-actions";
import { chooseRest } from "@/components/annotate/rest-actions";
import { placeAfter, previewTwin } from "@/components/annotate/twin-beside";

/** An arrow while a list stands open: the entry after or before the one pointed at. Answers whether a list was open. */
export function stepChoice(desk: Desk, step: 1 | -1): boolean {
  const { picker } = desk.ui;
  if (picker?.type === "twin") previewTwin(desk, step);
  else if (picker?.type === "link" || picker?.type === "nest" || picker?.type === "rest")
    desk.patch({ picker: { ...picker, at: placeAfter(picker.at, step, picker.options.length) } });
  else return false;
  return true;
}

/** A digit while a list stands open; answers whether a list was open. */
export function chooseDigit(desk: Desk, digit: number): boolean {
  const { picker } = desk.ui;
  if (picker?.type === "twin") {
    const candidate = picker.candidates?.[digit - 1];
    if (candidate) chooseTwin(desk, { candidate });
    return true;
  }
  return chooseOption(desk, digit - 1);
}

/** Enter while a list stands open: takes the entry pointed at; answers whether it did something. */
export function chooseAimed(desk: Desk): boolean {
  const { picker } = desk.ui;
  if (picker?.type === "twin") {
    const { candidates, preview } = picker;
    const candidate = preview === null ? undefined : candidates?.[preview];
    chooseTwin(desk, candidate ? { candidate } : null);
    return true;
  }
  if (picker?.type !== "link" && picker?.type !== "nest" && picker?.type !== "rest") return false;
  if (picker.at !== null) return chooseOption(desk, picker.at);
  // What it rests on may be typed as well: there Enter leads to the field.
  return picker.type !== "rest" && stepChoice(desk, 1);
}

function chooseOption(desk: Desk, place: number): boolean {
  const { picker } = desk.ui;
  if (picker?.type !== "link" && picker?.type !== "nest" && picker?.type !== "rest") return false;
  const id = picker.options[place];
  if (id && picker.type === "rest") chooseRest(desk, { targetId: id });
  else if (id) chooseMark(desk, id);
  return true;
}
