"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";

/** A form whose every change makes an address, so that the page counts anew; lists are joined by commas. */
export function useCountingForm(base: string): {
  isCounting: boolean;
  count: (event: FormEvent<HTMLFormElement>) => void;
} {
  const router = useRouter();
  const [isCounting, startCounting] = useTransition();
  function count(event: FormEvent<HTMLFormElement>) {
    const form = new FormData(event.currentTarget);
    const query = new URLSearchParams();
    for (const name of new Set(form.keys()))
      query.set(
        name,
        form
          .getAll(name)
          .filter((value) => value !== "")
          .join(","),
      );
    startCounting(() => router.replace(`${base}?${query}`, { scroll: false }));
  }
  return { isCounting, count };
}
