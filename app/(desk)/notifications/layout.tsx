import type { ReactNode } from "react";
import { DeskFrame } from "@/app/(desk)/desk-frame";

/** The bar with the installation's pages. */
export default function NotificationsLayout({ children }: { children: ReactNode }) {
  return <DeskFrame>{children}</DeskFrame>;
}
