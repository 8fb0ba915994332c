import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { buildRelease } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import type { PackedFile } from "@/lib/releases/verify";
import { readTar } from "@/lib/storage/read-tar";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "./factories";
import { makeMark } from "./marks";

/** Asks for a release "Statements" and builds it here; its id. */
export async function makeRelease(
  actor: Actor,
  slug: string,
  version: string,
  choices: object = {},
): Promise<string> {
  const naming = releaseNaming.parse({ name: "Statements", version });
  const { id } = await createRelease(actor, slug, naming, releaseQuery.parse(choices));
  expect(await buildRelease(id)).toBe(true);
  const { failure } = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
  expect(failure).toBeNull();
  return id;
}

/** Everything that a content is, in one piece. */
export async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The files of a downloaded archive, read in pieces that end within headers and contents alike. */
export async function* unpack(archive: Buffer): AsyncGenerator<PackedFile> {
  async function* pieces() {
    for (let at = 0; at < archive.length; at += 1_000) yield archive.subarray(at, at + 1_000);
  }
  for await (const member of readTar(pieces()))
    yield { path: member.path.replace(/^[^/]*\//, ""), content: member.content };
}

/** Articles of as many words of their own, each with a claim, but for the last, which is the first once more. */
export async function makeManyArticles(
  count: number,
): Promise<{ actor: Actor; slug: string; texts: string[]; ids: string[] }> {
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  // Words that no other project has, so that a test can look for them anywhere.
  const stem = `w${randomUUID().slice(0, 8)}`;
  const texts: string[] = [];
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const own = number === count - 1 ? 0 : number;
    const text = Array.from({ length: 40 }, (_, word) => `${stem}n${own}x${word}`).join(" ");
    texts.push(text);
    const article = await makeArticle(project, { text, title: `Article ${number}` });
    ids.push(article.id);
    const layer = await makeLayer(article, { state: "submitted" });
    await makeMark(layer, text, "claim", { body: `${stem}n${own}x3 ${stem}n${own}x4` });
  }
  return { actor: actorFor(manager), slug: project.slug, texts, ids };
}
