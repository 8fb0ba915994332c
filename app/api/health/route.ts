import { builtMigrations } from "@/lib/env";
import { getHealth } from "@/lib/health/queries";
import { publicRoute } from "@/lib/route";

/** 200 while everything works, 503 while something does not; for monitors, without signing in. */
export const GET = publicRoute({}, async () => {
  const health = await getHealth(builtMigrations());
  return Response.json(health, { status: health.ok ? 200 : 503 });
});
