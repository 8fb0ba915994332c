import { publicRoute } from "@/lib/route";

/** The process answers; /api/health says whether it can also work. */
export const GET = publicRoute({}, async () => ({ alive: true }));
