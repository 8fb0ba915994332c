"use client";

import { useEffect } from "react";
import { forgetKept } from "@/components/annotate/kept-articles";
import { noteLogin } from "@/components/ui/login";

/** Where nobody is signed in: throws away the articles and the page that this browser keeps; what waits to be sent stays. */
export function ForgetLogin() {
  useEffect(() => {
    noteLogin(null);
    void forgetKept(null).catch(() => undefined);
    void forgetShell().catch(() => undefined);
  }, []);
  return null;
}

async function forgetShell(): Promise<void> {
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}
