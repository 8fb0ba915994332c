import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findContradictions } from "@/lib/reuse/contradictions";
import { growTree } from "@/lib/reuse/family-tree";
import { formClusters, type ReuseTie } from "@/lib/reuse/form-clusters";
import { summarise } from "@/lib/reuse/summary";
import { endOf, someLinks, tieOf } from "./arbitrary-links";

const summaries = (links: readonly ReuseTie[]) => formClusters(links).map(summarise);
const one = (links: readonly ReuseTie[]) => {
  const [cluster, ...rest] = formClusters(links);
  if (!cluster || rest.length > 0) throw new Error(`There are ${rest.length + (cluster ? 1 : 0)} clusters.`);
  return cluster;
};
const kinds = (links: readonly ReuseTie[]) => findContradictions(one(links)).map((found) => found.kind);
const at = (version: string, start: number, end: number) => endOf({ at: version, spans: [{ start, end }] });

describe("clusters", () => {
  it("hold what links join over any number of steps, and nothing else", () => {
    const found = formClusters([tieOf("1", "v1", "v2"), tieOf("2", "v2", "v3"), tieOf("3", "v4", "v5")]);
    expect(found.map((cluster) => cluster.passages.map((passage) => passage.versionId))).toEqual([
      ["v1", "v2", "v3"],
      ["v4", "v5"],
    ]);
  });

  it("take two ends for one passage when each covers at least half of the other", () => {
    const meet = (end: number) =>
      formClusters([tieOf("1", "v1", at("v2", 0, 10)), tieOf("2", at("v2", 5, end), "v3")]).length;
    expect(meet(15)).toBe(1);
    expect(meet(16)).toBe(2);
    // A sentence inside a whole paragraph covers all of itself and little of the paragraph.
    expect(
      formClusters([tieOf("1", "v1", at("v2", 0, 100)), tieOf("2", at("v2", 0, 10), "v3")]),
    ).toHaveLength(2);
  });

  it("know an outside passage by its address and half of its words", () => {
    const web = (url: string, quote: string) => endOf({ url, quote });
    const same = [
      tieOf("1", "v1", web("https://a.example/#x", "forty houses flooded")),
      tieOf("2", "v2", web("https://a.example/", "forty houses were flooded")),
    ];
    expect(one(same).passages).toHaveLength(3);
    const other = [
      tieOf("1", "v1", web("https://a.example/", "a dam broke")),
      tieOf("2", "v2", web("https://a.example/", "forty houses were flooded")),
    ];
    expect(formClusters(other)).toHaveLength(2);
  });

  it("are not joined by a rejected link, nor by one of a passage with itself", () => {
    expect(formClusters([tieOf("1", "v1", "v2", { state: "rejected" })])).toEqual([]);
    expect(formClusters([tieOf("1", at("v1", 0, 10), at("v1", 1, 10))])).toEqual([]);
  });

  it("are the same whatever the order of links", () => {
    fc.assert(
      fc.property(
        someLinks.chain((links) =>
          fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length })),
        ),
        ([links, shuffled]) => {
          expect(summaries(shuffled)).toEqual(summaries(links));
        },
      ),
    );
  });

  it("are never split by one more link, and without it are exactly as before", () => {
    fc.assert(
      fc.property(fc.tuple(someLinks, someLinks), ([links, more]) => {
        const extra = more.slice(0, 1).map((link) => ({ ...link, id: "m" }));
        const before = formClusters(links);
        const after = formClusters([...links, ...extra]);
        for (const cluster of before) {
          const homes = new Set(
            cluster.ties.map((tie) => after.findIndex((now) => now.ties.some((held) => held.id === tie.id))),
          );
          expect(homes.size).toBe(1);
          expect(homes.has(-1)).toBe(false);
        }
        expect(formClusters([...links, ...extra].filter((link) => link.id !== "m"))).toEqual(before);
      }),
    );
  });

  it("can be formed again each from its own links", () => {
    fc.assert(
      fc.property(someLinks, (links) => {
        const rejected = links.filter((link) => link.state === "rejected");
        for (const cluster of formClusters(links)) {
          const own = links.filter((link) => cluster.ties.some((tie) => tie.id === link.id));
          expect(formClusters([...own, ...rejected])).toEqual([cluster]);
        }
      }),
    );
  });
});

describe("contradictions", () => {
  const told = (id: string, from: string, to: string) => tieOf(id, from, to, { original: "a" });

  it("are a pair told both ways, and a circle of three", () => {
    expect(kinds([told("1", "v1", "v2"), told("2", "v2", "v1")])).toEqual(["opposite"]);
    expect(kinds([told("1", "v1", "v2"), told("2", "v2", "v3"), told("3", "v3", "v1")])).toEqual(["circle"]);
    expect(kinds([told("1", "v1", "v2"), told("2", "v2", "v3"), told("3", "v1", "v3")])).toEqual([]);
  });

  it("are a copy that was published first", () => {
    const early = endOf({ at: "v1", publishedAt: 1 });
    const late = endOf({ at: "v2", publishedAt: 2 });
    expect(kinds([tieOf("1", late, early, { original: "a" })])).toEqual(["time"]);
    expect(kinds([tieOf("1", early, late, { original: "a" })])).toEqual([]);
    expect(kinds([tieOf("1", late, early)])).toEqual([]);
  });

  it("are a pair rejected inside its cluster", () => {
    const links = [
      tieOf("1", "v1", "v2"),
      tieOf("2", "v2", "v3"),
      tieOf("3", "v1", "v3", { state: "rejected" }),
    ];
    expect(kinds(links)).toEqual(["rejected"]);
    expect(kinds([...links.slice(0, 2), tieOf("3", "v1", "v9", { state: "rejected" })])).toEqual([]);
  });

  it("are other words called word for word", () => {
    const quoted = (quote: string) => [
      tieOf("1", endOf({ at: "v1" }), endOf({ at: "v2", quote }), { degree: "verbatim" }),
    ];
    expect(kinds(quoted("Forty houses were flooded."))).toEqual([]);
    expect(kinds(quoted("nobody was hurt"))).toEqual(["verbatim"]);
  });
});

describe("the family tree", () => {
  const draw = (links: readonly ReuseTie[]) =>
    growTree(one(links)).map(({ passageId, depth, ground }) => {
      const { versionId, url } = one(links).passages.find((passage) => passage.id === passageId) ?? {};
      return `${"-".repeat(depth)}${versionId ?? url} ${ground ?? "root"}`;
    });
  const timed = (version: string, publishedAt: number | null) => endOf({ at: version, publishedAt });

  it("puts what was told before what the times say, and the times before nothing", () => {
    const links = [
      tieOf("1", timed("v1", 1), timed("v2", 2)),
      tieOf("2", timed("v2", 2), timed("v3", 9), { original: "a" }),
      tieOf("3", timed("v1", 1), timed("v3", 9)),
      tieOf("4", timed("v2", 2), timed("v4", null)),
      tieOf("5", timed("v1", 1), endOf({ url: "https://a.example/", quote: "a dam broke" }), {
        original: "a",
      }),
    ];
    expect(draw(links)).toEqual([
      "v1 root",
      "-v2 time",
      "--v3 told",
      "--v4 unknown",
      "-https://a.example/ told",
    ]);
  });

  it("takes an outside original for the root when somebody told so", () => {
    const web = endOf({ url: "https://a.example/" });
    expect(draw([tieOf("1", timed("v1", 1), web, { original: "b" })])).toEqual([
      "https://a.example/ root",
      "-v1 told",
    ]);
  });

  it("holds every passage once, each below an earlier place that a link joins it to", () => {
    fc.assert(
      fc.property(someLinks, (links) => {
        for (const cluster of formClusters(links)) {
          const tree = growTree(cluster);
          expect(tree.map((node) => node.passageId).toSorted()).toEqual(
            cluster.passages.map((passage) => passage.id),
          );
          for (const [place, node] of tree.entries()) {
            if (node.parentPlace === null) continue;
            const parent = tree[node.parentPlace];
            expect(node.parentPlace).toBeLessThan(place);
            expect(parent?.depth).toBe(node.depth - 1);
            const tie = cluster.ties.find((held) => held.id === node.linkId);
            expect([tie?.a, tie?.b].toSorted()).toEqual([parent?.passageId, node.passageId].toSorted());
          }
        }
      }),
    );
  });

  it("is drawn for a chain of 20,000 passages without running out of stack", () => {
    const links = Array.from({ length: 20_000 }, (_, place) =>
      tieOf(String(place).padStart(5, "0"), `v${place}`, `v${place + 1}`, { original: "a" }),
    );
    const [cluster] = summaries(links);
    expect(cluster?.passages).toHaveLength(20_001);
    expect(cluster?.passages.at(-1)?.node.depth).toBe(20_000);
  });
});
