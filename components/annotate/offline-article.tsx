"use client";

import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { AnnotateScreen } from "@/components/annotate/annotate-screen";
import { type KeptArticle, loadKept } from "@/components/annotate/kept-articles";
import { layerModel, takeResults } from "@/components/annotate/layer-model";
import { WordMark } from "@/components/shell/word-mark";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { readLogin } from "@/components/ui/login";
import { speakAs } from "@/components/ui/request-as";
import type { LayerSuggestions } from "@/lib/suggestions/schema";

const noSuggestions: LayerSuggestions = { showing: "off", items: [] };

type Opened = KeptArticle & { userId: string; layerId: string };

/**
 * An article without a connection, from what this browser keeps for the person who is signed in: the text and their own
 * marks. The address is the article's own, so that loading it again with a connection gives the whole page.
 */
export function OfflineArticle() {
  const [opened, setOpened] = useState<Opened | null | "loading">("loading");
  const isThere = useAnswer();
  useEffect(() => {
    void openFromAddress().then(setOpened);
  }, []);
  return (
    <>
      <header className="sticky top-0 z-30 flex h-(--bar-height) items-center gap-3 border-b border-border bg-surface px-4">
        <Link href="/projects" aria-label="Sourcebench, start" className="flex rounded-sm">
          <WordMark isNameHidden />
        </Link>
        <p role="status" className="flex min-w-0 items-center gap-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0">
          <CloudOff aria-hidden="true" />
          <span className="line-clamp-3 max-md:text-xs/3.5">
            {isThere
              ? "Sourcebench answers again."
              : "No connection. The text and your own marks are here; search, sources and the guideline are not."}
          </span>
        </p>
        <Button className="ml-auto shrink-0" size="sm" onClick={() => window.location.reload()}>
          {isThere ? "Open the whole page" : "Try again"}
        </Button>
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {opened === null && (
          <EmptyState isPage icon={<CloudOff />} title="This page needs the connection">
            <p>
              Articles that you opened in this browser while signed in can be opened again without one. What
              waits to be sent is safe, and is sent once Sourcebench is reached again.
            </p>
          </EmptyState>
        )}
        {opened !== null && opened !== "loading" && (
          <AnnotateScreen
            {...opened}
            key={opened.layerId}
            isOwn
            mayKeep
            isFromCache
            mayPrepare={false}
            families={[]}
            twinTitles={{}}
            suggestions={noSuggestions}
            carried={null}
            guideline={null}
            examples={[]}
          />
        )}
      </main>
    </>
  );
}

async function openFromAddress(): Promise<Opened | null> {
  const layerId = /^\/projects\/[^/]+\/annotate\/([^/]+)$/.exec(window.location.pathname)?.[1];
  const userId = readLogin();
  if (!layerId || !userId) return null;
  const kept = await loadKept(userId, layerId).catch(() => null);
  if (!kept) return null;
  speakAs(userId);
  const { article, kinds, snapshot } = kept.value;
  const model = takeResults(
    layerModel({ textLength: article.length, kinds, attributes: snapshot.attributes }, snapshot),
    kept.since,
  );
  const objects = [...model.confirmed.values()].filter((object) => !object.deleted);
  return { ...kept.value, snapshot: { ...snapshot, objects, steps: [...model.steps] }, userId, layerId };
}

const LOOK_MS = 10_000;

/** Whether the server answers again; a line alone says nothing about that. */
function useAnswer(): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const look = async () => {
      const answer = await fetch("/api/alive", { cache: "no-store" }).catch(() => null);
      setIsThere(answer?.ok ?? false);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    window.addEventListener("online", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", look);
    };
  }, []);
  return isThere;
}
