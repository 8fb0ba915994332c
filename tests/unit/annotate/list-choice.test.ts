import { expect, it } from "vitest";
import { placeAfter } from "@/components/annotate/twin-beside";

it("an arrow goes from entry to entry, stops at the last, and back from the first to none", () => {
  const steps = [1, 1, 1, -1, -1, -1, -1] as const;
  let place: number | null = null;
  const places = steps.map((step) => {
    place = placeAfter(place, step, 2);
    return place;
  });
  expect(places).toEqual([0, 1, 1, 0, null, null, null]);
  expect(placeAfter(null, 1, 0)).toBeNull();
});
