"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { forgetKept } from "@/components/annotate/kept-articles";
import { sendWaiting } from "@/components/annotate/send-waiting";
import { Button } from "@/components/ui/button";
import { noteLogin, readLogin } from "@/components/ui/login";
import { speakAs } from "@/components/ui/request-as";

const articlePath = /^\/projects\/[^/]+\/annotate\/[^/]+$/;

/**
 * Keeps logins of one browser apart: notes who is signed in, throws away what is kept of others' articles, and covers the
 * page once somebody else has signed in in another tab. Sends what this person left unsent in articles that are not
 * open, and registers the service worker of this build where an article is opened.
 */
export function LoginWatch({ userId, build }: { userId: string; build: string }) {
  const [isOther, setIsOther] = useState(false);
  useEffect(() => {
    speakAs(userId);
    noteLogin(userId);
    void forgetKept(userId).catch(() => undefined);
    void sendWaiting(userId, window.location.pathname.split("/").at(-1) ?? "").catch(() => undefined);
    const look = () => {
      const login = readLogin();
      setIsOther(login !== null && login !== userId);
    };
    window.addEventListener("storage", look);
    window.addEventListener("pageshow", look);
    return () => {
      window.removeEventListener("storage", look);
      window.removeEventListener("pageshow", look);
    };
  }, [userId]);
  const isArticle = articlePath.test(usePathname());
  useEffect(() => {
    if (!isArticle) return;
    // Where service workers are not to be had (no TLS, a private window) articles need the connection.
    void navigator.serviceWorker
      ?.register(`/service-worker.js?build=${build}`, { scope: "/projects/" })
      .catch(() => undefined);
  }, [isArticle, build]);
  useEffect(() => {
    if (!isOther) return;
    const parts = document.querySelectorAll<HTMLElement>("body header, #main");
    for (const part of parts) part.inert = true;
    return () => {
      for (const part of parts) part.inert = false;
    };
  }, [isOther]);
  if (!isOther) return null;
  return (
    <div
      role="alertdialog"
      aria-modal="true"
      aria-label="Somebody else has signed in"
      className="fixed inset-0 z-50 flex flex-col items-center justify-center gap-4 bg-surface px-6 text-center"
    >
      <h2 className="text-lg font-semibold">Somebody else has signed in in this browser</h2>
      <p className="max-w-md text-base text-ink-muted text-pretty">
        This page belonged to the login before. Nothing of it is lost: what could not be sent yet is kept
        here, and is sent when that person signs in again.
      </p>
      <Button variant="primary" autoFocus onClick={() => window.location.assign("/")}>
        Go on as who is signed in
      </Button>
    </div>
  );
}
