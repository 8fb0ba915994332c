"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { CommentBox } from "@/components/comments/comment-box";
import { useHandOver } from "@/components/comments/use-hand-over";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Time } from "@/components/ui/time";
import {
  bodyPieces,
  type CommentDto,
  type CommentPlace,
  type CommentVersionDto,
  commentVersionSchema,
  typedOf,
} from "@/lib/comments/schema";

const versionList = z.object({ versions: z.array(commentVersionSchema) });

/** One comment: who, when, the words; its author changes it, and everybody sees how it read before. */
export function CommentItem({
  comment,
  place,
  threadId,
  mayWrite,
  edit,
}: {
  comment: CommentDto;
  place: CommentPlace;
  threadId: string;
  mayWrite: boolean;
  edit: (body: string) => Promise<string | null>;
}) {
  const [isEditing, setEditing] = useState(false);
  const { boxRef, openerRef } = useHandOver(isEditing);
  const [versions, setVersions] = useState<readonly CommentVersionDto[] | null>(null);

  async function showVersions() {
    if (versions) return setVersions(null);
    const answer = await requestJson(`/api/comments/${comment.id}`, versionList);
    if (answer.ok) setVersions(answer.data.versions.slice(0, -1));
  }
  async function save(body: string) {
    const problem = await edit(body);
    if (!problem) {
      setEditing(false);
      setVersions(null);
    }
    return problem;
  }
  return (
    <li className="group/comment flex flex-col gap-1">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 text-xs text-ink-muted">
        <span className="text-sm font-medium text-ink">{comment.isSelf ? "You" : comment.author}</span>
        <Time value={comment.createdAt} />
        {comment.isNew && <Badge tone="accent">New</Badge>}
        {comment.isForAll && <Badge>For everybody</Badge>}
        {comment.editedAt && (
          <button
            type="button"
            className="link"
            aria-expanded={versions !== null}
            onClick={() => void showVersions()}
          >
            changed <Time value={comment.editedAt} />
          </button>
        )}
        {comment.isSelf && mayWrite && !isEditing && (
          <span className="ml-auto">
            <IconButton
              ref={openerRef}
              label="Change this comment"
              size="sm"
              icon={<Pencil />}
              onClick={() => setEditing(true)}
            />
          </span>
        )}
      </div>
      {isEditing ? (
        <CommentBox
          place={place}
          threadId={threadId}
          label="Your comment"
          submitLabel="Save"
          first={typedOf(comment.body, comment.names)}
          boxRef={boxRef}
          send={save}
          onLeave={() => setEditing(false)}
        />
      ) : (
        <Words body={comment.body} names={comment.names} />
      )}
      {versions && (
        <ol aria-label="As it read before" className="flex flex-col gap-1 border-l-2 border-border pl-2">
          {versions.map((version) => (
            <li key={version.at} className="text-sm text-ink-muted">
              <Time value={version.at} className="text-xs" />
              <Words body={version.body} names={version.names} />
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function Words({ body, names }: { body: string; names: Readonly<Record<string, string>> }) {
  return (
    <p className="text-base break-words whitespace-pre-line" dir="auto">
      {bodyPieces(body, names).map((piece, place) =>
        piece.isPerson ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one unchanging text
          <span key={place} className="font-medium text-accent">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}
