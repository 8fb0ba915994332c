import type { ReactNode } from "react";
import { DeskFrame } from "@/app/(desk)/desk-frame";

/** The bar with the installation's pages. */
export default function HouseLayout({ children }: { children: ReactNode }) {
  return <DeskFrame>{children}</DeskFrame>;
}
