import type { DraftLayer } from "@/lib/formats/draft";

/** What holds between marks of a layer; `nestedIn` names the marks that stay nested. */
export type DraftTies = Pick<DraftLayer, "claimLinks" | "attributionSources" | "restsOn" | "reuseLinks"> & {
  nestedIn: ReadonlySet<string>;
};

/**
 * The ties of a layer that can stand: both ends there and of the right kinds, each said once, nothing that reports or
 * rests on itself by a circle. Every one left out is told to `complain`.
 */
export function keepTies(layer: DraftLayer, complain: (message: string) => void): DraftTies {
  const kinds = new Map(layer.marks.map(({ id, kind }) => [id, kind]));
  const isAttribution = (id: string) => kinds.get(id) === "attribution";
  const isClaim = (id: string) => kinds.get(id) === "claim";
  const said = new Set<string>();
  const isNew = (pair: string) => said.size < said.add(pair).size;
  function keep(isRight: boolean, what: string): boolean {
    if (!isRight) complain(`${what}: an end is missing, of the wrong kind, or it was said before. Left out.`);
    return isRight;
  }
  const claimLinks = layer.claimLinks.filter(({ attribution, claim }) =>
    keep(
      isAttribution(attribution) && isClaim(claim) && isNew(`claim ${attribution} ${claim}`),
      `The link ${attribution} → ${claim}`,
    ),
  );
  const attributionSources = layer.attributionSources.filter(({ attribution, source }) =>
    keep(
      isAttribution(attribution) && source.name !== "" && isNew(`source ${attribution} ${source.id}`),
      `The source ${source.name} of ${attribution}`,
    ),
  );
  const onward = new Map<string, string[]>();
  function isOpen(from: string, to: string): boolean {
    const reached = new Set([to]);
    for (const at of reached) for (const next of onward.get(at) ?? []) reached.add(next);
    if (reached.has(from)) return false;
    onward.set(from, [...(onward.get(from) ?? []), to]);
    return true;
  }
  const nestedIn = new Set<string>();
  for (const { id, nestedIn: outer } of layer.marks) {
    if (outer === null) continue;
    const isRight = isAttribution(id) && isAttribution(outer) && isOpen(outer, id);
    if (keep(isRight, `${id} nested in ${outer}`)) nestedIn.add(id);
  }
  const restsOn = layer.restsOn.filter((link) => {
    const ends = [link.target, link.source, link.description].filter((end) => end !== null);
    const isRight =
      isAttribution(link.attribution) &&
      ends.length === 1 &&
      link.description !== "" &&
      link.claims.every(isClaim) &&
      (link.target === null || (isAttribution(link.target) && isOpen(link.attribution, link.target)));
    return keep(isRight, `What ${link.attribution} rests on`);
  });
  const reuseLinks = layer.reuseLinks.filter((link) =>
    keep(kinds.get(link.annotation) === "duplicate", `The twin of ${link.annotation}`),
  );
  return { claimLinks, attributionSources, restsOn, reuseLinks, nestedIn };
}
