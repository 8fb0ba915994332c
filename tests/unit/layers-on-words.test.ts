import { expect, it } from "vitest";
import { layersOnWords } from "@/components/versions/version-words";

it("on which texts an article's layers stand is said in words", () => {
  expect(layersOnWords({ versions: [1, 2], newest: 2 })).toBe("Layers on versions 1 and 2");
  expect(layersOnWords({ versions: [1, 2, 4], newest: 4 })).toBe("Layers on versions 1, 2 and 4");
  expect(layersOnWords({ versions: [1], newest: 2 })).toBe("Layers on version 1, not the newest");
  expect(layersOnWords({ versions: [1, 2], newest: 3 })).toBe("Layers on versions 1 and 2, not the newest");
});
