import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { forbidden } from "@/lib/errors";
import type { InvitationDto, InvitationState, OpenInvitation } from "@/lib/invitations/schema";
import { hashInvitationToken } from "@/lib/invitations/token";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";

const sortKey = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/**
 * A project's invitations (of the installation where `projectId` is null), newest first. Only those who may change the
 * members see them (administrators for the installation); throws notFound, forbidden.
 */
export async function listInvitations(
  actor: Actor,
  filter: { projectId: string | null; cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<InvitationDto>> {
  if (filter.projectId) await requireProjectById(actor, filter.projectId, "project.members", tx);
  else if (!actor.isAdmin) throw forbidden();
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? "asc" : "desc";
  const [at, id] = cursor?.key ?? [];
  const beyond = isBackward ? "gt" : "lt";
  const rows = await tx.invitation.findMany({
    where: {
      projectId: filter.projectId,
      ...(at && id ? { OR: [{ createdAt: { [beyond]: at } }, { createdAt: at, id: { [beyond]: id } }] } : {}),
    },
    orderBy: [{ createdAt: order }, { id: order }],
    take: pageSize + 1,
    include: { createdBy: { select: { name: true } } },
  });
  const names = await namesOf(
    tx,
    rows.flatMap((row) => row.acceptedById ?? []),
  );
  const page = makePage(rows, cursor, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      role: row.role,
      email: row.email,
      state: stateOf(row),
      createdBy: row.createdBy.name,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      acceptedBy: names.get(row.acceptedById ?? "") ?? null,
    })),
  };
}

async function namesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}

/** What a link's secret opens, whoever holds it; null for one that was never given out. */
export async function findInvitation(token: string, tx: Tx = db()): Promise<OpenInvitation | null> {
  const row = await tx.invitation.findUnique({
    where: { tokenHash: hashInvitationToken(token) },
    include: {
      project: { select: { name: true, slug: true } },
      createdBy: { select: { name: true } },
    },
  });
  if (!row) return null;
  const known = row.email ? await tx.user.findUnique({ where: { email: row.email } }) : null;
  return {
    state: stateOf(row),
    project: row.project,
    role: row.role,
    email: row.email,
    invitedBy: row.createdBy.name,
    expiresAt: row.expiresAt.toISOString(),
    isPasswordReset: row.projectId === null && known !== null,
  };
}

function stateOf(row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date }): InvitationState {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt <= new Date() ? "expired" : "open";
}
