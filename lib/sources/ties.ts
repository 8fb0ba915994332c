import "server-only";
import type { z } from "zod";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { requireEditable, requireSource } from "@/lib/sources/access";
import { recordSource } from "@/lib/sources/events";
import type {
  addAffiliationInput,
  addAliasInput,
  addDomainInput,
  editAffiliationInput,
  removeAffiliationInput,
  removeAliasInput,
  removeDomainInput,
} from "@/lib/sources/schema";

/** Adds another name of a source; throws conflict `alias-exists` when it has that name already. */
export async function addAlias(
  actor: Actor,
  input: z.output<typeof addAliasInput>,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
    const name = input.name.normalize("NFC");
    if (await tx.sourceAlias.findFirst({ where: { sourceId: source.id, name }, select: { id: true } }))
      throw conflict("alias-exists", `${source.name} has the name “${name}” already.`);
    const alias = await tx.sourceAlias.create({
      data: { sourceId: source.id, name, kind: input.kind },
      select: { id: true },
    });
    await recordSource(tx, actor, "source.alias-added", source.id, { name, kind: input.kind });
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
    const source = await requireEditable(actor, input.sourceId, tx);
    const alias = await tx.sourceAlias.findFirst({ where: { id: input.aliasId, sourceId: source.id } });
    if (!alias) throw notFound();
    await tx.sourceAlias.delete({ where: { id: alias.id } });
    await recordSource(tx, actor, "source.alias-removed", source.id, { name: alias.name, kind: alias.kind });
  });
}

/** Adds a web domain, given as a domain or an address; throws badInput `not-a-domain`, conflict `domain-taken`. */
export async function addDomain(
  actor: Actor,
  input: z.output<typeof addDomainInput>,
  tx?: Tx,
): Promise<{ domain: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
    const domain = domainOf(input.domain);
    const taken = await tx.sourceDomain.findUnique({ where: { domain }, select: { sourceId: true } });
    if (taken)
      throw conflict(
        "domain-taken",
        `${domain} belongs to ${taken.sourceId === source.id ? "this source already" : "another source"}.`,
      );
    await tx.sourceDomain.create({ data: { domain, sourceId: source.id } });
    await recordSource(tx, actor, "source.domain-added", source.id, { domain });
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
    const source = await requireEditable(actor, input.sourceId, tx);
    const { count } = await tx.sourceDomain.deleteMany({
      where: { domain: input.domain, sourceId: source.id },
    });
    if (count === 0) throw notFound();
    await recordSource(tx, actor, "source.domain-removed", source.id, { domain: input.domain });
  });
}

/** Says that a source belongs or belonged to another, from and until when where known; throws badInput `own-parent`. */
export async function addAffiliation(
  actor: Actor,
  input: z.output<typeof addAffiliationInput>,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
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
    await recordSource(tx, actor, "source.affiliation-added", source.id, {
      parentId: parent.id,
      fromDate,
      toDate,
    });
    return affiliation;
  });
}

/**
 * Says anew from and until when a source belonged to another: a wrong date put right, or an end that has come. Throws
 * notFound, badInput for an end before the beginning (by its schema).
 */
export async function editAffiliation(
  actor: Actor,
  input: z.output<typeof editAffiliationInput>,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
    const affiliation = await tx.sourceAffiliation.findFirst({
      where: { id: input.affiliationId, sourceId: source.id },
    });
    if (!affiliation) throw notFound();
    const { fromDate, toDate } = input;
    await tx.sourceAffiliation.update({
      where: { id: affiliation.id },
      data: { fromDate: asDate(fromDate), toDate: asDate(toDate) },
    });
    const before = { fromDate: asDay(affiliation.fromDate), toDate: asDay(affiliation.toDate) };
    const { parentId } = affiliation;
    await recordSource(tx, actor, "source.affiliation-changed", source.id, {
      parentId,
      fromDate,
      toDate,
      before,
    });
  });
}

/** Takes an affiliation away; its event keeps it. Throws notFound. */
export async function removeAffiliation(
  actor: Actor,
  input: z.output<typeof removeAffiliationInput>,
  tx?: Tx,
): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const source = await requireEditable(actor, input.sourceId, tx);
    const affiliation = await tx.sourceAffiliation.findFirst({
      where: { id: input.affiliationId, sourceId: source.id },
    });
    if (!affiliation) throw notFound();
    await tx.sourceAffiliation.delete({ where: { id: affiliation.id } });
    await recordSource(tx, actor, "source.affiliation-removed", source.id, {
      parentId: affiliation.parentId,
    });
  });
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

function asDay(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
