import { afterAll, expect, it } from "vitest";
import { answerCandidate, createCard } from "@/lib/cards/commands";
import { getCard } from "@/lib/cards/queries";
import { closeDb, db } from "@/lib/db";
import { submitLayer } from "@/lib/slots/commands";
import { listCarried } from "@/lib/versions/carried-queries";
import { placeOrphan } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { makeArticle, makeLayer, makeSource } from "../../support/factories";
import { findSpan, linkClaim, linkReuse, makeMark, resolveSource } from "../../support/marks";
import { add, finalClaims, firstText, makeFinished, makeNewsroom } from "../../support/versions";

await createDatabase();
afterAll(closeDb);

it("a copied claim stays joined to its copy though a newer text says it in quite other words, and one after that too", async () => {
  const room = await makeNewsroom();
  const { article } = await makeFinished(room);
  const dam = "The dam held until midnight";
  const copyText = `Elsewhere: ${dam}, an agency reports.`;
  const copy = await makeArticle(room.project, { text: copyText });
  const layer = await makeLayer(copy, { ownerId: room.ben.userId });
  const claim = await makeMark(layer, copyText, "claim", { body: dam });
  const said = await makeMark(layer, copyText, "attribution", {
    ...{ source: "an agency", cue: "reports", content: dam },
  });
  await linkClaim(layer, said, claim);
  await resolveSource(layer, said, (await makeSource({ kind: "agency" })).id);
  const twin = await makeMark(layer, copyText, "duplicate", { body: dam });
  const from = { versionId: article.versionId, text: firstText };
  await linkReuse(layer, twin, { ...from, quote: dam }, "from-passage");
  await submitLayer(room.ben, layer.id, { nothingToMark: false });
  const claimId = (await finalClaims(article.id)).get(dam) ?? "";
  const statement = { statement: "The dam held.", type: "content" } as const;
  const card = await createCard(room.rita, room.project.slug, { claimId, ...statement });
  const copied = (await finalClaims(copy.id)).get(dam) ?? "";
  await answerCandidate(room.rita, card.id, { claimId: copied, isSame: true });
  const was = (await getCard(room.rita, card.id)).result;
  expect(was).toMatchObject({ mentions: 2, clusters: 1, high: 1 });

  let before = firstText;
  for (const words of ["Water stayed behind its wall all evening", "No drop came through before twelve"]) {
    const sentence = before.split("\n\n").find((one) => one.endsWith("engineers believe.")) ?? "";
    const text = before.replace(sentence, `${words}, engineers believe.`);
    const { layerId } = await add(room.mia, article.id, text, { change: "edit" });
    const place = (role: "body" | "source" | "cue" | "content", quote: string) => {
      const { start, end } = findSpan(text, quote);
      return { role, start, end };
    };
    for (const item of (await listCarried(room.mia, layerId)).items) {
      if (item.how !== "orphaned") continue;
      const spans =
        item.kind === "claim"
          ? [place("body", words)]
          : [place("source", "engineers"), place("cue", "believe"), place("content", words)];
      await placeOrphan(room.mia, { carriedId: item.id, spans });
    }
    await submitLayer(room.mia, layerId, { nothingToMark: false });
    expect((await getCard(room.rita, card.id)).result).toMatchObject({ mentions: 2, clusters: 1, high: 1 });
    before = text;
  }
  const now = (await finalClaims(article.id)).get("No drop came through before twelve");
  const link = { layer: { articleId: copy.id, kind: "adjudicated" } } as const;
  expect((await db().reuseLink.findFirstOrThrow({ where: link })).heldClaimIds).toEqual([now]);
});
