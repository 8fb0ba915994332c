import "server-only";
import { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import { type Actor, canOnRegister } from "@/lib/policy";
import { requireEditable, requireRegister, requireSource } from "@/lib/sources/access";
import { recordSource } from "@/lib/sources/events";
import type { CreateSourceInput, EditSourceInput } from "@/lib/sources/schema";
import { findSoundingAlike } from "@/lib/sources/sounds";

/**
 * Adds a source: registered when the actor may edit the register, else a private proposal of theirs, which a
 * reviewer registers. Throws forbidden for a role that may not even propose; conflict `sounds-alike`, with those it may
 * be, where the register has the name in another spelling and `isDistinct` does not say that it is somebody else.
 */
export async function createSource(
  actor: Actor,
  input: CreateSourceInput,
  tx?: Tx,
): Promise<{ id: string; name: string; kind: string; isProposal: boolean }> {
  return inTransaction(tx, async (tx) => {
    const role = await requireRegister(actor, "source.propose", tx);
    const isProposal = !canOnRegister(role, "source.edit");
    const alike = input.isDistinct ? [] : await findSoundingAlike(actor, input.name, tx);
    if (alike.length > 0)
      throw conflict(
        "sounds-alike",
        `It may be in the register already: ${alike.map((one) => one.name).join(", ")}. Add the name to it as another spelling, or say that it is somebody else.`,
        { matches: alike },
      );
    const source = await tx.source.create({
      data: {
        name: input.name.normalize("NFC"),
        kind: input.kind,
        note: input.note,
        isProposal,
        createdById: actor.userId,
      },
      select: { id: true, name: true, kind: true, isProposal: true },
    });
    await recordSource(tx, actor, isProposal ? "source.proposed" : "source.created", source.id, {
      name: source.name,
      kind: source.kind,
    });
    return source;
  });
}

/**
 * Changes name, kind and note. The maker of a proposal may change it until it is registered; everything else needs
 * the right to edit. Throws conflict `stale-revision` when somebody changed it in between.
 */
export async function editSource(
  actor: Actor,
  input: EditSourceInput,
  tx?: Tx,
): Promise<{ revision: number }> {
  return inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
    if (source.revision !== input.revision)
      throw conflict(
        "stale-revision",
        "Somebody changed this source meanwhile. Load the page again and look.",
        {
          current: { name: source.name, kind: source.kind, revision: source.revision },
        },
      );
    const changed = await tx.source.update({
      where: { id: source.id },
      data: {
        name: input.name.normalize("NFC"),
        kind: input.kind,
        note: input.note,
        revision: { increment: 1 },
      },
      select: { revision: true },
    });
    await recordSource(tx, actor, "source.edited", source.id, {
      name: input.name,
      kind: input.kind,
      note: input.note,
    });
    return changed;
  });
}

/** Turns a proposal, refused before or not, into a source of the register; throws conflict `already-registered`. */
export async function registerSource(actor: Actor, sourceId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.edit", tx);
    const source = await requireSource(actor, sourceId, tx, true);
    if (!source.isProposal) throw conflict("already-registered", "This source is in the register already.");
    await tx.source.update({
      where: { id: source.id },
      data: { isProposal: false, refusedAt: null, revision: { increment: 1 } },
    });
    await recordSource(tx, actor, "source.registered", source.id, {});
  });
}

/**
 * Refuses a proposal: nobody is offered it any more, and the marks of its maker keep it. Throws conflict `not-proposed`
 * for a source of the register and for a proposal that is merged or refused already.
 */
export async function refuseProposal(
  actor: Actor,
  input: { sourceId: string; reason: string },
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.edit", tx);
    const source = await requireSource(actor, input.sourceId, tx, true);
    if (!source.isProposal || source.canonicalId || source.refusedAt)
      throw conflict("not-proposed", "This is no open proposal: somebody has settled it already.");
    await tx.source.update({
      where: { id: source.id },
      data: { refusedAt: new Date(), revision: { increment: 1 } },
    });
    await recordSource(tx, actor, "source.refused", source.id, { reason: input.reason });
  });
}

/**
 * Lets another source stand for this one: sets `canonicalId` and re-points nothing, so that un-merging restores
 * everything. Throws conflict `already-merged`, badInput `merge-cycle`, conflict `merged-target`
 * (the one that stands for it is the one to choose), conflict `merge-into-proposal`.
 */
export async function mergeSource(
  actor: Actor,
  input: { sourceId: string; intoId: string; reason: string },
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.edit", tx);
    // One merge at a time: two that cross would each see no circle.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('sourcebench.merge-sources'))`;
    const source = await requireSource(actor, input.sourceId, tx, true);
    const into = await requireSource(actor, input.intoId, tx);
    if (source.canonicalId)
      throw conflict("already-merged", "This source is merged into another already. Un-merge it first.");
    const circle = await tx.$queryRaw`
      SELECT 1 FROM source_family(${source.id}::uuid) f WHERE f = ${into.id}::uuid`;
    if (z.array(z.unknown()).parse(circle).length > 0)
      throw badInput("merge-cycle", `${into.name} is merged into ${source.name}, or is the same source.`);
    if (into.canonicalId)
      throw conflict(
        "merged-target",
        `${into.name} is merged into another source. Choose the one that stands for it.`,
      );
    if (into.isProposal && !source.isProposal)
      throw conflict("merge-into-proposal", `${into.name} is only proposed. Register it first.`);
    await tx.source.update({
      where: { id: source.id },
      data: { canonicalId: into.id, revision: { increment: 1 } },
    });
    await recordSource(tx, actor, "source.merged", source.id, { intoId: into.id, reason: input.reason });
    await recordSource(tx, actor, "source.took-in", into.id, { sourceId: source.id, reason: input.reason });
  });
}

/** Takes a merge back; everything stands as before it. Throws conflict `not-merged`. */
export async function unmergeSource(
  actor: Actor,
  input: { sourceId: string; reason: string },
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.edit", tx);
    const source = await requireSource(actor, input.sourceId, tx, true);
    if (!source.canonicalId) throw conflict("not-merged", "This source is not merged into another.");
    await tx.source.update({
      where: { id: source.id },
      data: { canonicalId: null, revision: { increment: 1 } },
    });
    await recordSource(tx, actor, "source.unmerged", source.id, {
      fromId: source.canonicalId,
      reason: input.reason,
    });
    await recordSource(tx, actor, "source.let-go", source.canonicalId, {
      sourceId: source.id,
      reason: input.reason,
    });
  });
}
