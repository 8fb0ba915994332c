import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import { type Actor, canOnRegister } from "@/lib/policy";
import { requireRegister, requireSource, type SeenSource } from "@/lib/sources/access";
import type {
  addAffiliationInput,
  addAliasInput,
  addDomainInput,
  CreateSourceInput,
  EditSourceInput,
  removeAffiliationInput,
  removeAliasInput,
  removeDomainInput,
} from "@/lib/sources/schema";

/**
 * Adds a source: registered when the actor may edit the register, else a private proposal of theirs, which a
 * reviewer registers. Throws forbidden for a role that may not even propose.
 */
export async function createSource(
  actor: Actor,
  input: CreateSourceInput,
  tx?: Tx,
): Promise<{ id: string; name: string; kind: string; isProposal: boolean }> {
  return inTransaction(tx, async (tx) => {
    const role = await requireRegister(actor, "source.propose", tx);
    const isProposal = !canOnRegister(role, "source.edit");
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
    await record(tx, actor, isProposal ? "source.proposed" : "source.created", source.id, {
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
    const source = await editable(actor, input.sourceId, tx);
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
    await record(tx, actor, "source.edited", source.id, {
      name: input.name,
      kind: input.kind,
      note: input.note,
    });
    return changed;
  });
}

/** Turns a proposal into a source of the register; throws conflict `already-registered`. */
export async function registerSource(actor: Actor, sourceId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.edit", tx);
    const source = await requireSource(actor, sourceId, tx, true);
    if (!source.isProposal) throw conflict("already-registered", "This source is in the register already.");
    await tx.source.update({
      where: { id: source.id },
      data: { isProposal: false, revision: { increment: 1 } },
    });
    await record(tx, actor, "source.registered", source.id, {});
  });
}

/** Adds another name of a source; throws conflict `alias-exists` when it has that name already. */
export async function addAlias(
  actor: Actor,
  input: z.output<typeof addAliasInput>,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const name = input.name.normalize("NFC");
    if (await tx.sourceAlias.findFirst({ where: { sourceId: source.id, name }, select: { id: true } }))
      throw conflict("alias-exists", `${source.name} has the name “${name}” already.`);
    const alias = await tx.sourceAlias.create({
      data: { sourceId: source.id, name, kind: input.kind },
      select: { id: true },
    });
    await record(tx, actor, "source.alias-added", source.id, { name, kind: input.kind });
    return alias;
  });
}

/** Takes a name of a source away; its event keeps it. Throws notFound. */
export async function removeAlias(
  actor: Actor,
  input: z.output<typeof removeAliasInput>,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const alias = await tx.sourceAlias.findFirst({ where: { id: input.aliasId, sourceId: source.id } });
    if (!alias) throw notFound();
    await tx.sourceAlias.delete({ where: { id: alias.id } });
    await record(tx, actor, "source.alias-removed", source.id, { name: alias.name, kind: alias.kind });
  });
}

/** Adds a web domain, given as a domain or an address; throws badInput `not-a-domain`, conflict `domain-taken`. */
export async function addDomain(
  actor: Actor,
  input: z.output<typeof addDomainInput>,
  tx?: Tx,
): Promise<{ domain: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const domain = domainOf(input.domain);
    const taken = await tx.sourceDomain.findUnique({ where: { domain }, select: { sourceId: true } });
    if (taken)
      throw conflict(
        "domain-taken",
        `${domain} belongs to ${taken.sourceId === source.id ? "this source already" : "another source"}.`,
      );
    await tx.sourceDomain.create({ data: { domain, sourceId: source.id } });
    await record(tx, actor, "source.domain-added", source.id, { domain });
    return { domain };
  });
}

/** Takes a domain of a source away; its event keeps it. Throws notFound. */
export async function removeDomain(
  actor: Actor,
  input: z.output<typeof removeDomainInput>,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const { count } = await tx.sourceDomain.deleteMany({
      where: { domain: input.domain, sourceId: source.id },
    });
    if (count === 0) throw notFound();
    await record(tx, actor, "source.domain-removed", source.id, { domain: input.domain });
  });
}

/** Says that a source belongs or belonged to another, from and until when where known; throws badInput `own-parent`. */
export async function addAffiliation(
  actor: Actor,
  input: z.output<typeof addAffiliationInput>,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const parent = await requireSource(actor, input.parentId, tx);
    if (parent.id === source.id) throw badInput("own-parent", "A source cannot belong to itself.");
    const affiliation = await tx.sourceAffiliation.create({
      data: {
        sourceId: source.id,
        parentId: parent.id,
        fromDate: asDate(input.fromDate),
        toDate: asDate(input.toDate),
      },
      select: { id: true },
    });
    const { fromDate, toDate } = input;
    await record(tx, actor, "source.affiliation-added", source.id, { parentId: parent.id, fromDate, toDate });
    return affiliation;
  });
}

/** Takes an affiliation away; its event keeps it. Throws notFound. */
export async function removeAffiliation(
  actor: Actor,
  input: z.output<typeof removeAffiliationInput>,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const source = await editable(actor, input.sourceId, tx);
    const affiliation = await tx.sourceAffiliation.findFirst({
      where: { id: input.affiliationId, sourceId: source.id },
    });
    if (!affiliation) throw notFound();
    await tx.sourceAffiliation.delete({ where: { id: affiliation.id } });
    await record(tx, actor, "source.affiliation-removed", source.id, { parentId: affiliation.parentId });
  });
}

/**
 * Lets another source stand for this one: sets `canonicalId` and re-points nothing, so that un-merging restores
 * everything. Throws conflict `already-merged`, badInput `merge-cycle`, conflict `merge-into-proposal`.
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
    if (into.isProposal && !source.isProposal)
      throw conflict("merge-into-proposal", `${into.name} is only proposed. Register it first.`);
    await tx.source.update({
      where: { id: source.id },
      data: { canonicalId: into.id, revision: { increment: 1 } },
    });
    await record(tx, actor, "source.merged", source.id, { intoId: into.id, reason: input.reason });
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
    await record(tx, actor, "source.unmerged", source.id, {
      fromId: source.canonicalId,
      reason: input.reason,
    });
  });
}

/** A source the actor may change: any for who may edit the register, one's own proposal for its maker. */
async function editable(actor: Actor, sourceId: string, tx: Tx): Promise<SeenSource> {
  const role = await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx, true);
  const isOwnProposal =
    source.isProposal && source.createdById === actor.userId && canOnRegister(role, "source.propose");
  if (!canOnRegister(role, "source.edit") && !isOwnProposal) throw forbidden();
  return source;
}

/** The bare host of a domain or address, in lower case and without "www."; throws badInput `not-a-domain`. */
function domainOf(text: string): string {
  const address = text.includes("://") ? text : `https://${text}`;
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : "";
  if (!/^[^.]+(\.[^.]+)+$/.test(host) || /^[\d.]+$/.test(host))
    throw badInput("not-a-domain", "Write a domain such as harbourpost.example.");
  return host;
}

function asDate(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}

function record(tx: Tx, actor: Actor, type: string, subjectId: string, payload: unknown): Promise<void> {
  return recordEvents(tx, [{ type, actorId: actor.userId, subjectId, payload }]);
}
