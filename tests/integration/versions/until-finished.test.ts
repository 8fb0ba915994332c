import { expect, it } from "vitest";
import { listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { createCard } from "@/lib/cards/commands";
import { listFreeClaims } from "@/lib/cards/lists";
import { getCard } from "@/lib/cards/queries";
import { databaseRefusal } from "@/lib/database-errors";
import { db } from "@/lib/db";
import { listMarks } from "@/lib/marks/list-marks";
import { readSourceRecord } from "@/lib/ratings/record";
import { finishReview, startReview } from "@/lib/review/commands";
import { submitLayer } from "@/lib/slots/commands";
import { workOff } from "@/lib/standings/work";
import { addVersion } from "@/lib/versions/add-version";
import { listCarried } from "@/lib/versions/carried-queries";
import { letGo } from "@/lib/versions/settle-orphans";
import { createDatabase } from "../../support/database";
import { settleAll } from "../../support/reviewed";
import { add, correctedText, finalClaims, makeFinished, makeNewsroom, paste } from "../../support/versions";

await createDatabase();

it("keeps everything that counts as it was until the newer text is finished", async () => {
  const room = await makeNewsroom({ reviewPolicy: "every-article" });
  const { article, layer, mayor, outlet } = await makeFinished(room);
  await startReview(room.rita, article.id);
  await settleAll(room.rita, article.id, layer.id);
  await finishReview(room.rita, article.id);
  const before = await finalClaims(article.id);
  const card = await createCard(room.rita, room.project.slug, {
    claimId: before.get("The dam held until midnight") ?? "",
    statement: "It held.",
    type: "content",
  });
  const state = async () => {
    await workOff();
    const marks = await listMarks(room.vic, room.project.slug, { scope: "final", sort: "position" });
    const record = await readSourceRecord(room.rita, mayor.id);
    const own = await readSourceRecord(room.rita, outlet.id);
    return {
      free: (await listFreeClaims(room.rita, room.project.slug, {})).items.map((one) => one.quote).toSorted(),
      card: (await getCard(room.vic, card.id)).result,
      board: (await listBoard(room.vic, room.project.slug, boardFilter.parse({}))).items.map(
        ({ mentions, articles }) => ({ mentions, articles }),
      ),
      marks: marks.items.map((one) => one.mark),
      record: record.claims.length,
      printed: own.claims.length,
      uses: (await db().sourceUse.findMany({ where: { sourceId: mayor.id } })).map((one) => one.attributed),
    };
  };
  const was = await state();
  const { layerId } = await add(room.mia, article.id, correctedText);
  expect(await state()).toEqual(was);
  for (const item of (await listCarried(room.mia, layerId)).items)
    if (item.how === "orphaned") await letGo(room.mia, { carriedId: item.id, reason: "x" });
  await submitLayer(room.mia, layerId, { nothingToMark: false });
  expect(await state()).toEqual(was);
  await startReview(room.rita, article.id);
  expect(await state()).toEqual(was);
  await settleAll(room.rita, article.id, layerId);
  expect(await state()).toEqual(was);
  await finishReview(room.rita, article.id);
  expect(await state()).toMatchObject({ card: was.card, board: was.board, record: 0, uses: [] });
});

it("is refused with a plain word where it was changed on a day that the database does not have", async () => {
  const room = await makeNewsroom();
  const { article } = await makeFinished(room);
  for (const changedAt of ["9999-12-31T23:30:00-12:00", "0000-01-01T00:00:00Z"]) {
    const failed = await addVersion(room.mia, paste(article.id, correctedText, { changedAt })).catch(
      databaseRefusal,
    );
    expect(failed).toMatchObject({ status: 400, code: "date-out-of-range" });
  }
});
