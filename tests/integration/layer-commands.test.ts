import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import { getLayer } from "@/lib/layers/queries";
import { toInput } from "@/lib/layers/schema";
import { undoStacks } from "@/lib/layers/undo-stacks";
import { createSource } from "@/lib/sources/commands";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import {
  attribution,
  claim,
  claimLink,
  command,
  duplicate,
  put,
  restsOn,
  spanOf,
} from "../support/operations";

await createDatabase();
const project = await makeProject();
const text = "The mayor 👩‍👩‍👧 said the dam is safe.\nالسد آمن. Forty houses were flooded. Nothing else.";

async function makeWork() {
  const article = await makeArticle(project, { text });
  const user = await makeMember(project, "annotator");
  const layer = await makeLayer(article, { ownerId: user.id });
  return { article, actor: actorFor(user), layer };
}

describe("saving marks", () => {
  it("stores spans in code points with their quotes, over emoji and right-to-left script", async () => {
    const { actor, layer } = await makeWork();
    const body = spanOf(text, "السد آمن");
    const made = await applyCommand(actor, layer.id, command(put(claim([body]))));
    expect(made.layerRevision).toBe(1);
    const [row] = await db().annotationSpan.findMany({ where: { layerId: layer.id } });
    expect(row).toMatchObject({ start: body.start, end: body.end, quote: "السد آمن" });
    expect((await getLayer(actor, layer.id)).objects).toEqual(made.objects);
  });

  it("stores an attribution of three roles, discontinuous, linked to a claim that overlaps it, in one command", async () => {
    const { actor, layer } = await makeWork();
    const said = claim([spanOf(text, "the dam is safe")]);
    const who = attribution([
      spanOf(text, "The mayor 👩‍👩‍👧", "source"),
      spanOf(text, "said", "cue"),
      spanOf(text, "the dam", "content"),
      spanOf(text, "safe", "content"),
    ]);
    const result = await applyCommand(
      actor,
      layer.id,
      command(put(said), put(who), put(claimLink(who.id, said.id))),
    );
    expect(result.objects).toHaveLength(3);
    const layerNow = await getLayer(actor, layer.id);
    expect(layerNow.objects.map((object) => object.type).sort()).toEqual([
      "annotation",
      "annotation",
      "claimLink",
    ]);
  });

  it("answers a repeat with the recorded result, and refuses the same id with another body", async () => {
    const { actor, layer } = await makeWork();
    const first = command(put(claim([spanOf(text, "dam")])));
    const result = await applyCommand(actor, layer.id, first);
    await applyCommand(actor, layer.id, command(put(claim([spanOf(text, "safe")]))));
    expect(await applyCommand(actor, layer.id, first)).toEqual(result);
    const other = { ...first, operations: [put(claim([spanOf(text, "mayor")]))] };
    await expect(applyCommand(actor, layer.id, other)).rejects.toMatchObject({ code: "command-reused" });
    expect(await db().annotation.count({ where: { layerId: layer.id } })).toBe(2);
  });

  it("answers a repeat also after the layer was handed in", async () => {
    const { actor, layer } = await makeWork();
    const first = command(put(claim([spanOf(text, "dam")])));
    const result = await applyCommand(actor, layer.id, first);
    await db().layer.update({ where: { id: layer.id }, data: { state: "submitted" } });
    expect(await applyCommand(actor, layer.id, first)).toEqual(result);
    await expect(
      applyCommand(actor, layer.id, command(put(claim([spanOf(text, "safe")])))),
    ).rejects.toMatchObject({ code: "layer-closed" });
  });

  it("shows both sides of a stale revision and changes nothing", async () => {
    const { actor, layer } = await makeWork();
    const mark = claim([spanOf(text, "dam")]);
    await applyCommand(actor, layer.id, command(put(mark)));
    const moved = { ...mark, spans: [spanOf(text, "the dam")] };
    await applyCommand(actor, layer.id, command(put(moved, 1)));
    const stale = put({ ...mark, spans: [spanOf(text, "dam is")] }, 1);
    await expect(applyCommand(actor, layer.id, command(stale))).rejects.toMatchObject({
      code: "stale-revision",
      status: 409,
      details: { mine: stale, theirs: { id: mark.id, revision: 2 } },
    });
    expect((await getLayer(actor, layer.id)).objects[0]).toMatchObject({ revision: 2, spans: moved.spans });
  });

  it("applies eight writes at once, each once", async () => {
    const { actor, layer } = await makeWork();
    const commands = Array.from({ length: 8 }, () => command(put(claim([spanOf(text, "dam")]))));
    const twice = [...commands, ...commands];
    const results = await Promise.all(twice.map((one) => applyCommand(actor, layer.id, one)));
    expect(new Set(results.map((one) => one.layerRevision)).size).toBe(8);
    expect(await db().annotation.count({ where: { layerId: layer.id } })).toBe(8);
    expect(await db().event.count({ where: { layerId: layer.id } })).toBe(8);
  });

  it("writes one event a change, in the same transaction, naming command and actor", async () => {
    const { actor, layer } = await makeWork();
    const mark = claim([spanOf(text, "dam")]);
    const made = command(put(mark));
    await applyCommand(actor, layer.id, made);
    const [event] = await db().event.findMany({ where: { layerId: layer.id } });
    expect(event).toMatchObject({
      type: "annotation.created",
      actorId: actor.userId,
      commandId: made.commandId,
      subjectId: mark.id,
    });
  });
});

describe("undo", () => {
  it("takes back a delete with its links, and takes the undo back again", async () => {
    const { actor, layer } = await makeWork();
    const said = claim([spanOf(text, "the dam is safe")]);
    const who = attribution([spanOf(text, "said", "cue"), spanOf(text, "the dam is safe", "content")]);
    await applyCommand(actor, layer.id, command(put(said), put(who), put(claimLink(who.id, said.id))));
    const gone = command({ op: "delete", id: said.id, revision: 1 });
    expect((await applyCommand(actor, layer.id, gone)).objects.map((object) => object.deleted)).toEqual([
      true,
      true,
    ]);
    expect((await getLayer(actor, layer.id)).objects).toHaveLength(1);
    const undo = { commandId: randomUUID(), undoes: gone.commandId };
    await applyCommand(actor, layer.id, undo);
    expect((await getLayer(actor, layer.id)).objects).toHaveLength(3);
    await applyCommand(actor, layer.id, { commandId: randomUUID(), undoes: undo.commandId });
    const now = await getLayer(actor, layer.id);
    expect(now.objects).toHaveLength(1);
    expect(undoStacks(now.steps).redo).toEqual([]);
  });

  it("is refused with a reason when a later command touched the same mark", async () => {
    const { actor, layer } = await makeWork();
    const mark = claim([spanOf(text, "dam")]);
    const made = command(put(mark));
    await applyCommand(actor, layer.id, made);
    await applyCommand(actor, layer.id, command(put({ ...mark, attributes: { kind: "prediction" } }, 1)));
    await expect(
      applyCommand(actor, layer.id, { commandId: randomUUID(), undoes: made.commandId }),
    ).rejects.toMatchObject({ code: "undo-conflict" });
  });

  it("is refused when something made later refers to the mark", async () => {
    const { actor, layer } = await makeWork();
    const said = claim([spanOf(text, "the dam is safe")]);
    const made = command(put(said));
    await applyCommand(actor, layer.id, made);
    const who = attribution([spanOf(text, "the dam is safe", "content")]);
    await applyCommand(actor, layer.id, command(put(who), put(claimLink(who.id, said.id))));
    await expect(
      applyCommand(actor, layer.id, { commandId: randomUUID(), undoes: made.commandId }),
    ).rejects.toMatchObject({ code: "undo-conflict" });
  });

  it("never undoes another person's command", async () => {
    const { actor, layer } = await makeWork();
    const other = await makeWork();
    const made = command(put(claim([spanOf(text, "dam")])));
    await applyCommand(actor, layer.id, made);
    await expect(
      applyCommand(other.actor, other.layer.id, { commandId: randomUUID(), undoes: made.commandId }),
    ).rejects.toMatchObject({ code: "undo-conflict" });
  });

  it("restores a changed span and its attributes exactly", async () => {
    const { actor, layer } = await makeWork();
    const mark = claim([spanOf(text, "dam")], { attributes: { kind: "assessment" } });
    await applyCommand(actor, layer.id, command(put(mark)));
    const before = (await getLayer(actor, layer.id)).objects[0];
    const change = command(
      put({ ...mark, attributes: { kind: "factual" }, spans: [spanOf(text, "Forty houses")] }, 1),
    );
    await applyCommand(actor, layer.id, change);
    await applyCommand(actor, layer.id, { commandId: randomUUID(), undoes: change.commandId });
    const after = (await getLayer(actor, layer.id)).objects[0];
    expect(before && after && toInput(after)).toEqual(before && toInput(before));
  });
});

describe("bad input changes nothing and says why", async () => {
  const { actor, layer, article } = await makeWork();
  const ok = spanOf(text, "dam");
  const mark = claim([ok]);
  const length = article.length;
  const cases: [string, string, Parameters<typeof put>[0]][] = [
    ["a whitespace selection", "empty-span", claim([spanOf(text, " ")])],
    ["an inverted span", "empty-span", claim([{ ...ok, start: ok.end, end: ok.start }])],
    [
      "a span beyond the text",
      "span-outside-text",
      claim([{ role: "body", start: length - 1, end: length + 1, quote: ".x" }]),
    ],
    ["a quote that is not the text", "quote-mismatch", claim([{ ...ok, quote: "sea" }])],
    ["a quote of another length", "quote-mismatch", claim([{ ...ok, quote: "dams" }])],
    ["a source on a claim", "wrong-role", claim([{ ...ok, role: "source" }])],
    ["an attribution without content", "wrong-role", attribution([{ ...ok, role: "cue" }])],
    ["an unknown attribute", "invalid-attributes", claim([ok], { attributes: { kind: "rumour" } })],
    ["overlapping fragments", "overlapping-fragments", duplicate([ok, spanOf(text, "the dam")])],
    ["a link to a mark of another layer", "missing-reference", claimLink(randomUUID(), mark.id)],
    [
      "nesting in what is not there",
      "missing-reference",
      attribution([{ ...ok, role: "content" }], { nestedInId: randomUUID() }),
    ],
  ];
  it.each(cases)("%s is %s", async (_what, code, object) => {
    await expect(applyCommand(actor, layer.id, command(put(mark), put(object)))).rejects.toMatchObject({
      code,
    });
    expect(await db().annotation.count({ where: { layerId: layer.id } })).toBe(0);
    expect(await db().command.count({ where: { layerId: layer.id } })).toBe(0);
  });

  it("refuses a kind that the project does not mark", async () => {
    const narrow = await makeProject({ kinds: ["claim"] });
    const place = await makeArticle(narrow, { text });
    const own = await makeLayer(place);
    const owner = { userId: own.ownerId ?? "", name: "", isAdmin: false, sessionId: null };
    await expect(applyCommand(owner, own.id, command(put(duplicate([ok]))))).rejects.toMatchObject({
      code: "kind-not-marked",
    });
  });

  it("refuses a source that the person does not see, as one that does not exist", async () => {
    const work = await makeWork();
    const who = attribution([spanOf(text, "dam", "content")]);
    const another = actorFor(await makeMember(project, "annotator"));
    const hidden = await createSource(another, { name: "A private proposal", kind: "person", note: "" });
    const seen = await createSource(work.actor, { name: "An own proposal", kind: "person", note: "" });
    const resolve = (sourceId: string) =>
      put({ type: "attributionSource", id: randomUUID(), attributionId: who.id, sourceId });
    await applyCommand(work.actor, work.layer.id, command(put(who), resolve(seen.id)));
    for (const id of [hidden.id, randomUUID()])
      await expect(applyCommand(work.actor, work.layer.id, command(resolve(id)))).rejects.toMatchObject({
        code: "missing-reference",
        details: { id },
      });
  });

  it("refuses attributions that report each other in a circle", async () => {
    const work = await makeWork();
    const outer = attribution([spanOf(text, "dam", "content")]);
    const inner = attribution([spanOf(text, "safe", "content")], { nestedInId: outer.id });
    await applyCommand(work.actor, work.layer.id, command(put(outer), put(inner)));
    await expect(
      applyCommand(work.actor, work.layer.id, command(put({ ...outer, nestedInId: inner.id }, 1))),
    ).rejects.toMatchObject({ code: "cycle" });
  });

  it("refuses a circle through what attributions rest on, and names it", async () => {
    const work = await makeWork();
    const outer = attribution([spanOf(text, "dam", "content")]);
    const inner = attribution([spanOf(text, "safe", "content")], { nestedInId: outer.id });
    const last = attribution([spanOf(text, "flooded", "content")]);
    const step = restsOn(inner.id, { targetId: last.id, kind: "analyses" });
    await applyCommand(work.actor, work.layer.id, command(put(outer), put(inner), put(last), put(step)));
    for (const circle of [
      put(restsOn(last.id, { targetId: outer.id })),
      put({ ...outer, nestedInId: last.id }, 1),
    ])
      await expect(applyCommand(work.actor, work.layer.id, command(circle))).rejects.toMatchObject({
        code: "cycle",
        details: { ids: expect.arrayContaining([outer.id, inner.id, last.id]) },
      });
    await expect(
      applyCommand(work.actor, work.layer.id, command(put(restsOn(last.id, { targetId: last.id })))),
    ).rejects.toMatchObject({ code: "cycle", details: { ids: [last.id] } });
  });

  it("keeps for which claims an attribution rests on something, also when one of them goes and comes back", async () => {
    const work = await makeWork();
    const claims = ["dam", "safe", "flooded"].map((word) => claim([spanOf(text, word)]));
    const [first, second] = claims.map((one) => one.id);
    const who = attribution([spanOf(text, "dam is safe", "content")]);
    const carrying = [claimLink(who.id, first ?? ""), claimLink(who.id, second ?? "")];
    const both = restsOn(who.id, { description: "media reports", claimIds: [first ?? "", second ?? ""] });
    const one = restsOn(who.id, { description: "a letter", claimIds: [first ?? ""] });
    await applyCommand(
      work.actor,
      work.layer.id,
      command(...[...claims, who, ...carrying, both, one].map((each) => put(each))),
    );
    const now = async () =>
      (await getLayer(work.actor, work.layer.id)).objects.flatMap((object) =>
        object.type === "restsOn" ? [[object.description, object.claimIds]] : [],
      );
    const before = await now();
    expect(before).toHaveLength(2);
    const gone = command({ op: "delete", id: first ?? "", revision: 1 });
    await applyCommand(work.actor, work.layer.id, gone);
    expect(await now()).toEqual([["media reports", [second]]]);
    await applyCommand(work.actor, work.layer.id, { commandId: randomUUID(), undoes: gone.commandId });
    expect((await now()).toSorted()).toEqual(before.toSorted());
    const wrong = restsOn(who.id, { description: "x", claimIds: [who.id] });
    await expect(applyCommand(work.actor, work.layer.id, command(put(wrong)))).rejects.toMatchObject({
      code: "wrong-link",
    });
  });

  it("lets an attribution rest on something for claims alone that it carries, and forgets one unlinked", async () => {
    const work = await makeWork();
    const claims = ["dam", "safe"].map((word) => claim([spanOf(text, word)]));
    const [first = "", second = ""] = claims.map((one) => one.id);
    const who = attribution([spanOf(text, "dam is safe", "content")]);
    const link = claimLink(who.id, first);
    const run = (...operations: Parameters<typeof command>) =>
      applyCommand(work.actor, work.layer.id, command(...operations));
    await run(...[...claims, who, link].map((each) => put(each)));
    const letter = restsOn(who.id, { description: "a letter", claimIds: [first, second] });
    await expect(run(put(letter))).rejects.toMatchObject({
      code: "claim-not-carried",
      details: { id: second },
    });
    // The link and what rests on it may come in one command, in any order.
    const other = claimLink(who.id, second);
    await run(put(letter), put(other));
    const resting = async () =>
      (await getLayer(work.actor, work.layer.id)).objects.flatMap((object) =>
        object.type === "restsOn" ? [object.claimIds] : [],
      );
    const unlink = command({ op: "delete", id: link.id, revision: 1 });
    await applyCommand(work.actor, work.layer.id, unlink);
    expect(await resting()).toEqual([[second]]);
    const undo = (commandId: string) =>
      applyCommand(work.actor, work.layer.id, { commandId: randomUUID(), undoes: commandId });
    await undo(unlink.commandId);
    expect(await resting()).toEqual([[first, second]]);
    const both = command(
      { op: "delete", id: other.id, revision: 1 },
      { op: "delete", id: link.id, revision: 3 },
    );
    await applyCommand(work.actor, work.layer.id, both);
    expect(await resting()).toEqual([]);
    await undo(both.commandId);
    expect(await resting()).toEqual([[first, second]]);
    // A link is moved to another claim.
    const third = claim([spanOf(text, "flooded")]);
    await run(put(third), put({ ...other, claimId: third.id }, 3));
    expect(await resting()).toEqual([[first]]);
  });

  it("does not undo a link that something rests on since, nor bring back a claim unlinked since", async () => {
    const work = await makeWork();
    const [one, two] = [claim([spanOf(text, "dam")]), claim([spanOf(text, "safe")])];
    const who = attribution([spanOf(text, "dam is safe", "content")]);
    const [first, second] = [claimLink(who.id, one.id), claimLink(who.id, two.id)];
    await applyCommand(work.actor, work.layer.id, command(put(one), put(two), put(who), put(second)));
    const made = command(put(first));
    await applyCommand(work.actor, work.layer.id, made);
    const letter = restsOn(who.id, { description: "a letter", claimIds: [one.id, two.id] });
    await applyCommand(work.actor, work.layer.id, command(put(letter)));
    const undo = (commandId: string) =>
      applyCommand(work.actor, work.layer.id, { commandId: randomUUID(), undoes: commandId });
    await expect(undo(made.commandId)).rejects.toMatchObject({ code: "undo-conflict" });
    const narrowed = command(put({ ...letter, claimIds: [one.id] }, 1));
    await applyCommand(work.actor, work.layer.id, narrowed);
    await applyCommand(work.actor, work.layer.id, command({ op: "delete", id: second.id, revision: 1 }));
    await expect(undo(narrowed.commandId)).rejects.toMatchObject({ code: "undo-conflict" });
  });

  it("answers another's layer, another project's and none alike", async () => {
    const other = await makeWork();
    const stranger = actorFor(await makeUser());
    for (const id of [other.layer.id, randomUUID(), "no-id"])
      await expect(applyCommand(stranger, id, command(put(mark)))).rejects.toMatchObject({
        code: "not-found",
        status: 404,
      });
    await expect(applyCommand(actor, other.layer.id, command(put(mark)))).rejects.toMatchObject({
      code: "not-found",
    });
  });
});
