"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";

/** Without a key, a pointer or a save for so long nobody is taken to be at work. */
const IDLE_MS = 120_000;
const BEAT_MS = 60_000;
const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/**
 * Tells the server once a minute that somebody is at work on a layer, with the whole seconds since the last time in
 * which the page was in front and a sign of work was less than two minutes old; says nothing while nobody is. Also when
 * the page goes out of sight, so that little is lost. `isReleased` once the place is no longer the reader's.
 */
export function useHeartbeat(layerId: string, isAtWork: boolean): { isReleased: boolean } {
  const [isReleased, setIsReleased] = useState(false);
  const send = useEffectEvent(async (activeSeconds: number, isLast: boolean) => {
    const path = `/api/layers/${layerId}/heartbeat`;
    if (isLast) {
      // A page that goes away cannot wait for an answer.
      navigator.sendBeacon(path, new Blob([JSON.stringify({ activeSeconds })], { type: "application/json" }));
      return true;
    }
    const answer = await requestJson(path, z.object({ isHeld: z.boolean() }), {
      method: "POST",
      body: { activeSeconds },
    });
    if (answer.ok && !answer.data.isHeld) setIsReleased(true);
    return answer.ok;
  });
  useEffect(() => {
    if (!isAtWork) return;
    let lastSign = performance.now();
    let lastTick = lastSign;
    let lastBeat = lastSign;
    let active = 0;
    const sign = () => {
      lastSign = performance.now();
    };
    const count = () => {
      const now = performance.now();
      if (document.visibilityState === "visible" && now - lastSign < IDLE_MS) active += now - lastTick;
      lastTick = now;
      return now;
    };
    const beat = (isLast: boolean) => {
      const seconds = Math.floor(active / 1000);
      lastBeat = performance.now();
      if (seconds === 0) return;
      active -= seconds * 1000;
      void send(seconds, isLast).then((isTold) => {
        // What could not be told is told with the next one.
        if (!isTold) active += seconds * 1000;
      });
    };
    const tick = setInterval(() => {
      if (count() - lastBeat >= BEAT_MS) beat(false);
    }, 1000);
    const leave = () => {
      if (document.visibilityState === "hidden") {
        active += performance.now() - lastSign < IDLE_MS ? performance.now() - lastTick : 0;
        lastTick = performance.now();
        beat(true);
      } else lastTick = performance.now();
    };
    for (const name of signs) window.addEventListener(name, sign, { passive: true });
    document.addEventListener("visibilitychange", leave);
    return () => {
      clearInterval(tick);
      for (const name of signs) window.removeEventListener(name, sign);
      document.removeEventListener("visibilitychange", leave);
      count();
      beat(true);
    };
  }, [isAtWork]);
  return { isReleased };
}
