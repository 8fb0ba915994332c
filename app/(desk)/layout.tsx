import type { ReactNode } from "react";
import { requireActor } from "@/lib/auth/require-actor";

/** Everything inside the desk is for people who are signed in; the bar comes from the layout of each part (DeskFrame). */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  await requireActor();
  return children;
}
