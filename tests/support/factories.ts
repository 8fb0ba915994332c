import { createHash, randomUUID } from "node:crypto";
import { db } from "@/lib/db";
import { emptyGuideline } from "@/lib/guidelines/schema";
import type { Actor, ProjectRoleName } from "@/lib/policy";
import { chunkText } from "@/lib/text/chunk";
import { countCodePoints } from "@/lib/text/code-points";
import type { AnnotationKindCode, BlockKind } from "@/lib/vocabulary";

/** Rows on the real database, with the parents that are missing made; no command's rule stands in the way of a test. */

let count = 0;
function nextName(noun: string): string {
  count += 1;
  return `${noun} ${count}-${randomUUID().slice(0, 8)}`;
}

export type MadeUser = { id: string; name: string; email: string; isAdmin: boolean };

/** A person who can be an actor; without a password unless a hash is given. */
export async function makeUser(
  options: { name?: string; email?: string; isAdmin?: boolean; passwordHash?: string } = {},
): Promise<MadeUser> {
  const name = options.name ?? nextName("Person");
  const email = options.email ?? `${randomUUID()}@example.org`;
  const isAdmin = options.isAdmin ?? false;
  const user = await db().user.create({
    data: { name, email, isAdmin, passwordHash: options.passwordHash ?? null },
    select: { id: true },
  });
  return { id: user.id, name, email, isAdmin };
}

/** The actor that a user is, without a session. */
export function actorFor(user: { id: string; name?: string; isAdmin?: boolean }): Actor {
  return { userId: user.id, name: user.name ?? "Somebody", isAdmin: user.isAdmin ?? false, sessionId: null };
}

export type MadeProject = { id: string; slug: string; name: string };

/** A project with version 1 of an empty guideline, and members as `members` says (user ids by role). */
export async function makeProject(
  options: {
    slug?: string;
    name?: string;
    kinds?: AnnotationKindCode[];
    annotatorsPerArticle?: number;
    layerMode?: "independent" | "shared";
    reviewPolicy?: "every-article" | "disagreements" | "sample" | "none";
    samplePercent?: number;
    needsSignOff?: boolean;
    members?: { userId: string; role: ProjectRoleName }[];
  } = {},
): Promise<MadeProject> {
  const {
    slug = `p-${randomUUID()}`,
    name = nextName("Project"),
    members = [],
    kinds,
    ...settings
  } = options;
  const publisher = members[0]?.userId ?? (await makeUser()).id;
  const project = await db().project.create({
    data: {
      slug,
      name,
      template: "claims-and-sources",
      kinds: kinds ?? ["claim", "attribution", "duplicate"],
      guidelineDraft: emptyGuideline,
      ...settings,
      members: { create: members },
      guidelines: { create: { number: 1, content: emptyGuideline, publishedById: publisher } },
    },
    select: { id: true },
  });
  return { id: project.id, slug, name };
}

/** A new person with a role in a project. */
export async function makeMember(
  project: { id: string },
  role: ProjectRoleName,
  options: { userId?: string; name?: string } = {},
): Promise<MadeUser> {
  const user = options.userId
    ? await db().user.findUniqueOrThrow({ where: { id: options.userId } })
    : await makeUser({ name: options.name });
  await db().member.create({ data: { projectId: project.id, userId: user.id, role } });
  return { id: user.id, name: user.name, email: user.email ?? "", isAdmin: user.isAdmin };
}

/** A committed import batch, which every article needs. */
export async function makeBatch(project: { id: string }, createdById?: string): Promise<{ id: string }> {
  return db().importBatch.create({
    data: {
      projectId: project.id,
      label: nextName("Batch"),
      state: "committed",
      committedAt: new Date(),
      createdById: createdById ?? (await makeUser()).id,
    },
    select: { id: true },
  });
}

export type MadeArticle = {
  id: string;
  projectId: string;
  versionId: string;
  text: string;
  length: number;
  slotIds: string[];
};

/**
 * An article with one version of `text` (already NFC with \n), its chunks, blocks (all body unless given; offsets in
 * code points) and open slots (as many as the project wants unless given), in one transaction.
 */
export async function makeArticle(
  project: { id: string },
  options: {
    text?: string;
    title?: string;
    url?: string;
    blocks?: { kind: BlockKind; start: number; end: number }[];
    slots?: number;
    batchId?: string;
    language?: string;
    publisherId?: string;
    publishedAt?: Date;
    translated?: "no" | "human" | "machine" | "unsure";
  } = {},
): Promise<MadeArticle> {
  const text = options.text ?? "The mayor said the bridge is safe. Forty houses were flooded.";
  const length = countCodePoints(text);
  const { annotatorsPerArticle } = await db().project.findUniqueOrThrow({ where: { id: project.id } });
  const batchId = options.batchId ?? (await makeBatch(project)).id;
  const bytes = Buffer.from(text, "utf8");
  const hash = createHash("sha256").update(bytes).digest();
  return db().$transaction(async (tx) => {
    const article = await tx.article.create({
      data: {
        projectId: project.id,
        batchId,
        title: options.title ?? nextName("Article"),
        url: options.url ?? null,
        language: options.language ?? "en",
        translated: options.translated ?? "no",
        publisherId: options.publisherId ?? null,
        publishedAt: options.publishedAt ?? null,
      },
      select: { id: true, number: true },
    });
    const version = await tx.articleVersion.create({
      data: {
        articleId: article.id,
        projectId: project.id,
        number: 1,
        text,
        length,
        textSha256: hash,
        rawBytes: bytes,
        rawSha256: hash,
        offsetMap: { rawLength: length, storedLength: length, segments: [] },
        extractor: "test",
      },
      select: { id: true },
    });
    await tx.chunk.createMany({
      data: chunkText(text).map((chunk) => ({
        versionId: version.id,
        ordinal: chunk.index,
        text: chunk.text,
      })),
    });
    await tx.block.createMany({
      data: (options.blocks ?? [{ kind: "body", start: 0, end: length }]).map((block) => ({
        ...block,
        versionId: version.id,
        projectId: project.id,
      })),
    });
    const slots = await tx.slot.createManyAndReturn({
      data: Array.from({ length: options.slots ?? annotatorsPerArticle }, (_, index) => ({
        projectId: project.id,
        articleId: article.id,
        ordinal: index + 1,
        articleNumber: article.number,
      })),
      select: { id: true },
    });
    return {
      id: article.id,
      projectId: project.id,
      versionId: version.id,
      text,
      length,
      slotIds: slots.map((slot) => slot.id),
    };
  });
}

export type MadeLayer = {
  id: string;
  ownerId: string | null;
  articleId: string;
  projectId: string;
  versionId: string;
};

/**
 * A layer of an article: a person's with its taken slot (a new annotator's unless `ownerId` is given), or one of
 * another kind without an owner. A person who is not a member yet becomes an annotator.
 */
export async function makeLayer(
  article: { id: string; projectId: string; versionId: string },
  options: {
    kind?: "person" | "shared" | "adjudicated" | "gold";
    ownerId?: string;
    state?: "open" | "submitted" | "returned" | "closed";
  } = {},
): Promise<MadeLayer> {
  const { kind = "person", state = "open" } = options;
  const place = { projectId: article.projectId, articleId: article.id, versionId: article.versionId };
  if (kind !== "person") {
    const layer = await db().layer.create({ data: { ...place, kind, state }, select: { id: true } });
    return { id: layer.id, ownerId: null, ...place };
  }
  const ownerId = options.ownerId ?? (await makeMember({ id: article.projectId }, "annotator")).id;
  const submittedAt = state === "open" ? null : new Date();
  const slotState = state === "open" ? "taken" : state === "returned" ? "returned" : "submitted";
  const work = { personId: ownerId, state: slotState, takenAt: new Date(), submittedAt } as const;
  return db().$transaction(async (tx) => {
    await tx.member.createMany({
      data: [{ projectId: article.projectId, userId: ownerId, role: "annotator" }],
      skipDuplicates: true,
    });
    const { number } = await tx.article.findUniqueOrThrow({ where: { id: article.id } });
    const open = await tx.slot.findFirst({
      where: { articleId: article.id, state: "open" },
      orderBy: { ordinal: "asc" },
    });
    const ordinal = (await tx.slot.count({ where: { articleId: article.id } })) + 1;
    const slot = open
      ? await tx.slot.update({ where: { id: open.id }, data: work })
      : await tx.slot.create({
          data: {
            ...work,
            projectId: article.projectId,
            articleId: article.id,
            ordinal,
            articleNumber: number,
          },
        });
    const layer = await tx.layer.create({
      data: { ...place, kind, state, ownerId, slotId: slot.id, submittedAt },
      select: { id: true },
    });
    return { id: layer.id, ownerId, ...place };
  });
}

/** A source of the register. */
export async function makeSource(
  options: {
    name?: string;
    kind?: "outlet" | "agency" | "organisation" | "government" | "person" | "document";
  } = {},
): Promise<{ id: string; name: string }> {
  const name = options.name ?? nextName("Source");
  const { id } = await db().source.create({
    data: { name, kind: options.kind ?? "outlet" },
    select: { id: true },
  });
  return { id, name };
}
