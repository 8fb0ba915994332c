import { expect, it } from "vitest";
import { houseNav, projectNav } from "@/components/desk/nav-items";
import { currentNavItem } from "@/components/shell/nav-item";
import { permissionsOf } from "@/lib/policy";

it("lights an item on the pages beneath it, and Sources on a project's rating rounds", () => {
  const items = projectNav("dam", permissionsOf("manager"), { news: 0, review: 0 });
  const at = (path: string) => currentNavItem(items, `/projects/dam/${path}`)?.label;
  expect([
    at("sources"),
    at("articles/1/versions"),
    at("rounds"),
    at("rounds/4"),
    at("rounds-of-ours"),
  ]).toEqual(["Sources", "Articles", "Sources", "Sources", undefined]);
});

it("leads nobody without a project to the register of sources, which is not open to them", () => {
  const labels = (seesRegister: boolean) => houseNav(seesRegister).map((item) => item.label);
  expect(labels(false)).toEqual(["Projects"]);
  expect(labels(true)).toEqual(["Projects", "Sources", "Rating rounds"]);
});
