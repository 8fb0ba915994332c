import type { Metadata } from "next";
import { OfflineArticle } from "@/components/annotate/offline-article";

export const metadata: Metadata = { title: "Annotate" };

/** The page that the service worker keeps, for articles opened without a connection; it says nothing about anybody. */
export default function OfflinePage() {
  return <OfflineArticle />;
}
