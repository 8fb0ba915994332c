import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import type { ObjectInput } from "@/lib/layers/schema";
import { submitLayer } from "@/lib/slots/commands";
import { finishFirstPass, withdrawRun } from "@/lib/suggestions/commands";
import { getLayerSuggestions, listSuggestionRuns } from "@/lib/suggestions/queries";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput, type SuggestionDto } from "@/lib/suggestions/schema";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../support/factories";
import { importJsonl } from "../support/import-jsonl";
import { attribution, claim, claimLink, command, duplicate, put, spanOf } from "../support/operations";
import { refusal } from "../support/refusal";

await createDatabase();

const text = "The mayor 👩‍👩‍👧 said the dam is safe. Forty houses were flooded.";
const who = { producer: "claim-spotter", version: "1.4" };
const item = (versionId: string, object: ObjectInput, score: number | null = null) => ({
  versionId,
  object,
  score,
});
const pushOf = (items: object[], more: object = {}) => pushInput.parse({ ...who, items, ...more });

async function makeDesk(showSuggestions = "from-beginning") {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  await db().project.update({ where: { id: project.id }, data: { showSuggestions } });
  const article = await makeArticle(project, { text });
  const manager = actorFor(await makeMember(project, "manager"));
  const [first, second] = [await makeMember(project, "annotator"), await makeMember(project, "annotator")];
  const [one, two] = [
    await makeLayer(article, { ownerId: first.id }),
    await makeLayer(article, { ownerId: second.id }),
  ];
  return { project, article, manager, first: actorFor(first), second: actorFor(second), one, two };
}

function answer(suggestion: SuggestionDto, annotationId: string | null): ObjectInput {
  const { producer, version, score } = suggestion;
  return {
    type: "suggestionAnswer",
    id: randomUUID(),
    suggestionId: suggestion.id,
    annotationId,
    producer,
    version,
    score,
  };
}
function markOf(suggestion: SuggestionDto): Extract<ObjectInput, { type: "annotation" }> {
  const { kind, attributes, spans } = suggestion;
  return { type: "annotation", id: randomUUID(), kind, attributes, nestedInId: null, spans };
}

describe("suggestions that a program pushes", () => {
  it("are stored with their links, once however often they are sent, and are no marks", async () => {
    const { project, article, manager, first, one } = await makeDesk();
    const said = claim([spanOf(text, "the dam is safe")]);
    const told = attribution([spanOf(text, "said", "cue"), spanOf(text, "the dam is safe", "content")]);
    const push = pushOf([
      item(article.versionId, claimLink(told.id, said.id)),
      item(article.versionId, told, 0.5),
      item(article.versionId, said, 0.93),
    ]);
    const done = await receiveSuggestions(manager, project.slug, push);
    expect(done).toMatchObject({ stored: 2, present: 0, skipped: [] });
    expect(await receiveSuggestions(manager, project.slug, push)).toMatchObject({ stored: 0, present: 2 });
    const { showing, items } = await getLayerSuggestions(first, one.id);
    expect(showing).toBe("shown");
    expect(items.map(({ id, score }) => [id, score])).toEqual([
      [told.id, 0.5],
      [said.id, 0.93],
    ]);
    expect(items[0]?.links).toMatchObject([{ type: "claimLink", claimId: said.id }]);
    expect((await getLayer(first, one.id)).objects).toEqual([]);
    expect(await db().annotation.count({ where: { projectId: project.id } })).toBe(0);
  });

  it("are refused all together, each fault by its place, unless what is bad may be skipped", async () => {
    const { project, article, manager } = await makeDesk();
    const good = claim([spanOf(text, "Forty houses")]);
    const moved = claim([{ role: "body", start: 1, end: 4, quote: "The" }]);
    const { versionId } = article;
    const items = [
      item(versionId, good),
      item(versionId, moved),
      item(randomUUID(), claim([spanOf(text, "dam")])),
      item(versionId, claimLink(randomUUID(), good.id)),
      item(versionId, claim([{ role: "cue", start: 0, end: 3, quote: "The" }])),
      item(versionId, claim([spanOf(text, "dam")], { attributes: { kind: "rumour" } })),
      item(versionId, { ...claim([spanOf(text, "safe")]), id: good.id }),
    ];
    const error = await refusal(receiveSuggestions(manager, project.slug, pushOf(items)));
    expect(error.code).toBe("bad-suggestions");
    expect(await db().suggestion.count({ where: { projectId: project.id } })).toBe(0);
    const done = await receiveSuggestions(manager, project.slug, pushOf(items, { skipBad: true }));
    expect(done.stored).toBe(1);
    expect(done.skipped.map(({ index, code }) => [index, code])).toEqual([
      [1, "quote-mismatch"],
      [2, "unknown-version"],
      [3, "missing-reference"],
      [4, "wrong-role"],
      [5, "invalid-attributes"],
      [6, "id-taken"],
    ]);
  });

  it("come from managers and reviewers alone, for texts of the project that they name", async () => {
    const { project, article, first } = await makeDesk();
    const other = await makeDesk();
    const push = pushOf([item(article.versionId, claim([spanOf(text, "dam")]))]);
    expect((await refusal(receiveSuggestions(first, project.slug, push))).code).toBe("forbidden");
    expect((await refusal(receiveSuggestions(other.manager, project.slug, push))).code).toBe("not-found");
    const foreign = await refusal(receiveSuggestions(other.manager, other.project.slug, push));
    expect(foreign.message).toContain("No text of this project");
  });

  it("cannot be rewritten, and must quote their text, whatever the program says", async () => {
    const { project, article, manager } = await makeDesk();
    const said = claim([spanOf(text, "dam")]);
    await receiveSuggestions(manager, project.slug, pushOf([item(article.versionId, said)]));
    await expect(db().$executeRaw`UPDATE "Suggestion" SET "score" = 1`).rejects.toThrow();
    await expect(db().$executeRaw`DELETE FROM "SuggestionSpan"`).rejects.toThrow();
    const span = { suggestionId: said.id, versionId: article.versionId, role: "body", start: 0, end: 3 };
    await expect(db().suggestionSpan.create({ data: { ...span, quote: "Tha" } })).rejects.toThrow();
  });
});

describe("what annotators are offered", () => {
  it("is nothing where the project says never, and waits for the first pass where it says so", async () => {
    const never = await makeDesk("never");
    const said = claim([spanOf(text, "dam")]);
    await receiveSuggestions(
      never.manager,
      never.project.slug,
      pushOf([item(never.article.versionId, said)]),
    );
    expect(await getLayerSuggestions(never.first, never.one.id)).toEqual({ showing: "off", items: [] });
    expect((await refusal(finishFirstPass(never.first, never.one.id))).code).toBe("not-waiting");

    await db().project.update({
      where: { id: never.project.id },
      data: { showSuggestions: "after-first-pass" },
    });
    const waiting = await getLayerSuggestions(never.first, never.one.id);
    expect(waiting).toEqual({ showing: "after-first-pass", items: [] });
    expect((await finishFirstPass(never.first, never.one.id)).items).toHaveLength(1);
    expect((await getLayerSuggestions(never.second, never.two.id)).items).toEqual([]);
    const events = await db().event.findMany({
      where: { layerId: never.one.id, type: "layer.first-pass-finished" },
    });
    expect(events.map(({ payload }) => payload)).toEqual([{ marks: 0 }]);
  });

  it("never shows on calibration or gold articles, which look like any without suggestions", async () => {
    const desk = await makeDesk();
    const said = claim([spanOf(text, "dam")]);
    await receiveSuggestions(desk.manager, desk.project.slug, pushOf([item(desk.article.versionId, said)]));
    for (const data of [{ isCalibration: true }, { isCalibration: false, isGold: true }]) {
      await db().article.update({ where: { id: desk.article.id }, data });
      expect(await getLayerSuggestions(desk.first, desk.one.id)).toEqual({ showing: "shown", items: [] });
    }
  });

  it("is not for those who may not see the layer, and empty for those whose layer it is not", async () => {
    const desk = await makeDesk();
    const said = claim([spanOf(text, "dam")]);
    await receiveSuggestions(desk.manager, desk.project.slug, pushOf([item(desk.article.versionId, said)]));
    expect((await refusal(getLayerSuggestions(desk.second, desk.one.id))).code).toBe("not-found");
    expect((await refusal(getLayerSuggestions(desk.first, "nonsense"))).code).toBe("not-found");
    await db().layer.update({
      where: { id: desk.one.id },
      data: { state: "submitted", submittedAt: new Date() },
    });
    expect((await getLayerSuggestions(desk.manager, desk.one.id)).showing).toBe("off");
  });
});

describe("answers to suggestions", () => {
  async function makeOffered() {
    const desk = await makeDesk();
    const { versionId } = desk.article;
    const items = [
      item(versionId, claim([spanOf(text, "the dam is safe")]), 0.91),
      item(versionId, claim([spanOf(text, "Forty houses were flooded")]), 0.4),
      item(versionId, duplicate([spanOf(text, "flooded")])),
    ];
    const { runId } = await receiveSuggestions(desk.manager, desk.project.slug, pushOf(items));
    const offered = (await getLayerSuggestions(desk.first, desk.one.id)).items;
    const [safe, flooded, twin] = offered;
    if (!safe || !flooded || !twin) throw new Error("Three were pushed.");
    return { ...desk, runId, safe, flooded, twin };
  }
  type Offered = Awaited<ReturnType<typeof makeOffered>>;
  async function answerAll({ first, one, safe, flooded, twin }: Offered) {
    const [kept, changed] = [markOf(safe), markOf(flooded)];
    await applyCommand(
      first,
      one.id,
      command(
        put(kept),
        put(answer(safe, kept.id)),
        put(changed),
        put(answer(flooded, changed.id)),
        put(answer(twin, null)),
      ),
    );
    await applyCommand(first, one.id, command(put({ ...changed, spans: [spanOf(text, "Forty houses")] }, 1)));
  }

  it("make a person's own mark, say who suggested it in the event, and go with one undo", async () => {
    const { first, one, safe } = await makeOffered();
    const mark = markOf(safe);
    const taken = command(put(mark), put(answer(safe, mark.id)));
    await applyCommand(first, one.id, taken);
    const events = await db().event.findMany({
      where: { commandId: taken.commandId },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual(["annotation.created", "suggestionAnswer.created"]);
    expect(events[1]?.payload).toMatchObject({
      after: { suggestionId: safe.id, annotationId: mark.id, producer: who.producer, score: 0.91 },
    });
    await applyCommand(first, one.id, { commandId: randomUUID(), undoes: taken.commandId });
    expect((await getLayer(first, one.id)).objects).toEqual([]);
  });

  it("cannot name a suggestion of another text, or say otherwise who suggested it or how surely", async () => {
    const { first, one, safe } = await makeOffered();
    const elsewhere = await makeOffered();
    for (const wrong of [
      answer(elsewhere.safe, null),
      { ...answer(safe, null), producer: "me" },
      { ...answer(safe, null), score: 1 },
    ])
      expect((await refusal(applyCommand(first, one.id, command(put(wrong))))).code).toMatch(
        /unknown-suggestion|bad-input|invalid/,
      );
    await applyCommand(first, one.id, command(put(answer(safe, null))));
    expect((await refusal(applyCommand(first, one.id, command(put(answer(safe, null)))))).code).toBe(
      "already-exists",
    );
  });

  it("of one annotator are hidden from another, who is offered the same", async () => {
    const desk = await makeOffered();
    await answerAll(desk);
    expect((await getLayerSuggestions(desk.second, desk.two.id)).items).toHaveLength(3);
    expect((await refusal(getLayer(desk.second, desk.one.id))).code).toBe("not-found");
    expect((await getLayer(desk.second, desk.two.id)).objects).toEqual([]);
  });

  it("are counted once the work is handed in, by kind and score, and not for who is still blind", async () => {
    const desk = await makeOffered();
    await answerAll(desk);
    const sums = async (actor = desk.manager) => {
      const page = await listSuggestionRuns(actor, desk.project.slug);
      return page.items[0]?.tallies.map((t) => [t.kind, t.band, t.total, t.accepted, t.amended, t.rejected]);
    };
    expect(await sums()).toEqual([
      ["claim", 9, 1, 0, 0, 0],
      ["claim", 4, 1, 0, 0, 0],
      ["duplicate", -1, 1, 0, 0, 0],
    ]);
    await submitLayer(desk.first, desk.one.id, { nothingToMark: false });
    const counted = [
      ["claim", 9, 1, 1, 0, 0],
      ["claim", 4, 1, 0, 1, 0],
      ["duplicate", -1, 1, 0, 0, 1],
    ];
    expect(await sums()).toEqual(counted);
    // A manager who annotates the article too learns of it only with their own work handed in.
    await db().member.updateMany({
      where: { projectId: desk.project.id, userId: desk.second.userId },
      data: { role: "manager" },
    });
    expect(await sums(desk.second)).toEqual(counted.map((row) => [...row.slice(0, 3), 0, 0, 0]));
  });

  it("stay when the run is withdrawn, and nobody is offered it any more", async () => {
    const desk = await makeOffered();
    await answerAll(desk);
    expect((await refusal(withdrawRun(desk.first, desk.project.slug, desk.runId))).code).toBe("forbidden");
    await withdrawRun(desk.manager, desk.project.slug, desk.runId);
    await withdrawRun(desk.manager, desk.project.slug, desk.runId);
    expect((await getLayerSuggestions(desk.second, desk.two.id)).items).toEqual([]);
    expect((await getLayer(desk.first, desk.one.id)).objects).toHaveLength(5);
    const [run] = (await listSuggestionRuns(desk.manager, desk.project.slug)).items;
    expect(run?.withdrawnAt).not.toBeNull();
    const again = pushOf([item(desk.article.versionId, claim([spanOf(text, "dam")]))]);
    expect((await receiveSuggestions(desk.manager, desk.project.slug, again)).runId).not.toBe(desk.runId);
  });
});

describe("an export", () => {
  it("says of a mark which program suggested it and whether it was changed, also after it was imported again", async () => {
    const desk = await makeDesk();
    const items = [
      item(desk.article.versionId, claim([spanOf(text, "the dam is safe")]), 0.91),
      item(desk.article.versionId, claim([spanOf(text, "Forty houses were flooded")])),
      item(desk.article.versionId, claim([spanOf(text, "flooded")]), 0.2),
    ];
    await receiveSuggestions(desk.manager, desk.project.slug, pushOf(items));
    const [safe, flooded] = (await getLayerSuggestions(desk.first, desk.one.id)).items;
    if (!safe || !flooded) throw new Error("Three were pushed.");
    const [kept, changed, own] = [markOf(safe), markOf(flooded), claim([spanOf(text, "The mayor")])];
    changed.spans = [spanOf(text, "Forty houses")];
    await applyCommand(
      desk.first,
      desk.one.id,
      command(
        put(kept),
        put(answer(safe, kept.id)),
        put(changed),
        put(answer(flooded, changed.id)),
        put(own),
      ),
    );
    await submitLayer(desk.first, desk.one.id, { nothingToMark: false });
    const told = async (project: { slug: string }, manager = desk.manager, layers = "person") => {
      const lines: string[] = [];
      for await (const line of exportArticles(manager, project.slug, exportFilter.parse({ layers })))
        lines.push(line);
      const records = lines.map((line) => recordSchema.parse(JSON.parse(line)));
      const marks = records.flatMap((record) => record.layers.flatMap((layer) => layer.annotations));
      return {
        file: lines.join(""),
        said: marks.map(({ spans, suggestion }) => [spans[0]?.quote, suggestion ?? null]),
      };
    };
    const expected = [
      ["The mayor", null],
      ["the dam is safe", { ...who, score: 0.91, verdict: "accepted" }],
      ["Forty houses", { ...who, score: null, verdict: "amended" }],
    ];
    const { file, said } = await told(desk.project);
    expect(said).toEqual(expected);
    const other = await makeDesk();
    await importJsonl(other.manager, other.project.slug, [file]);
    expect((await told(other.project, other.manager, "imported")).said).toEqual(expected);
  });
});
