import type { Actor } from "@/lib/policy";
import { rateSource } from "@/lib/ratings/commands";
import type { RateSourceInput } from "@/lib/ratings/schema";
import { getSourceRatings } from "@/lib/ratings/source-ratings";
import { createSource } from "@/lib/sources/commands";
import { getSource } from "@/lib/sources/queries";
import { searchSources } from "@/lib/sources/search";
import { addAffiliation, addAlias, addDomain } from "@/lib/sources/ties";

type Entry = {
  name: string;
  kind: "outlet" | "agency" | "organisation" | "government" | "person" | "document";
  aliases?: readonly string[];
  domain?: string;
  parent?: string;
};

/** Who is quoted, and the web domains of who publishes; the publishers themselves come with the import. */
const entries: readonly Entry[] = [
  { name: "Nordwire", kind: "agency", domain: "nordwire.example", aliases: ["نوردواير"] },
  { name: "The Sarnes Courier", kind: "outlet", domain: "courier.example" },
  { name: "Oberland-Bote", kind: "outlet", domain: "oberland-bote.example" },
  { name: "Valley24", kind: "outlet", domain: "valley24.example" },
  { name: "Teln Valley Post", kind: "outlet", domain: "telnvalleypost.example" },
  { name: "Governor of Upper Teln", kind: "government", aliases: ["Tomas Reik"] },
  { name: "Civil Protection Service of Upper Teln", kind: "government", parent: "Governor of Upper Teln" },
  {
    name: "Ines Varga",
    kind: "person",
    aliases: ["Colonel Varga"],
    parent: "Civil Protection Service of Upper Teln",
  },
  { name: "Teln Hydro", kind: "organisation" },
  { name: "River Watch", kind: "organisation" },
  { name: "Prosecutor's office in Korva", kind: "government" },
];

/** The register's entries that the demo names, by name; those that are missing are made. */
export async function registerSources(manager: Actor): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { name, kind, aliases = [], domain, parent } of entries) {
    const known = (await searchSources(manager, name)).find((match) => match.name === name);
    const id = known?.id ?? (await createSource(manager, { name, kind, note: "" })).id;
    ids.set(name, id);
    const source = await getSource(manager, id);
    for (const alias of aliases)
      if (!source.aliases.some((one) => one.name === alias))
        await addAlias(manager, { sourceId: id, name: alias, kind: "name" });
    if (domain && !source.domains.includes(domain)) await addDomain(manager, { sourceId: id, domain });
    const parentId = parent ? ids.get(parent) : undefined;
    if (parentId && source.parents.length === 0)
      await addAffiliation(manager, { sourceId: id, parentId, fromDate: null, toDate: null });
  }
  return ids;
}

type Rating = Pick<RateSourceInput, "grade" | "rationale"> & { source: string };

const ratings: Readonly<Record<"anna" | "ben" | "reviewer", readonly Rating[]>> = {
  anna: [
    {
      source: "Teln Valley Post",
      grade: "B",
      rationale: "Says what it counted itself and what it was told; gives names for its dead.",
    },
    {
      source: "Nordwire",
      grade: "B",
      rationale: "Attributes every number and says which could not be checked.",
    },
    {
      source: "Valley24",
      grade: "D",
      rationale: "Prints a machine translation of a translation; sentences lose their source.",
    },
  ],
  ben: [
    {
      source: "Teln Valley Post",
      grade: "A",
      rationale: "Matched names and addresses, and its count was confirmed in part later.",
    },
    { source: "Nordwire", grade: "B", rationale: "Careful wording, reporters on the spot." },
  ],
  reviewer: [
    {
      source: "Teln Valley Post",
      grade: "B",
      rationale: "Own reporting with its method; one story on this matter so far.",
    },
    {
      source: "Valley24",
      grade: "E",
      rationale: "“About 600” becomes a headline fact; translated twice without a check.",
    },
  ],
};

/** The people's ratings of publishers, each made once. */
export async function rateSources(
  people: Readonly<Record<"anna" | "ben" | "reviewer", Actor>>,
  sources: ReadonlyMap<string, string>,
): Promise<void> {
  for (const who of ["anna", "ben", "reviewer"] as const)
    for (const { source, grade, rationale } of ratings[who]) {
      const sourceId = sources.get(source) ?? "";
      const { scopes } = await getSourceRatings(people[who], sourceId);
      if (scopes.some((scope) => scope.ratings.some((rating) => rating.isMine))) continue;
      const about = { role: "publisher", topic: "", periodFrom: null, periodTo: null, evidence: [] } as const;
      await rateSource(people[who], { ...about, evidence: [], sourceId, grade, rationale });
    }
}
