import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { StartAtTop } from "@/components/shell/start-at-top";
import { ToastProvider } from "@/components/ui/toast";
import { parseTheme, themeCookie } from "@/lib/theme";

export const metadata: Metadata = {
  title: { default: "Sourcebench", template: "%s · Sourcebench" },
  description: "Who claims what, on whose word, copied from where.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f8f7" },
    { media: "(prefers-color-scheme: dark)", color: "#121213" },
  ],
};

/** The page around every page; the theme comes from a cookie, so that no script has to correct the first paint. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const store = await cookies();
  return (
    <html lang="en" data-theme={parseTheme(store.get(themeCookie)?.value)}>
      <body>
        <StartAtTop />
        <ToastProvider>{children}</ToastProvider>
      </body>
    </html>
  );
}
