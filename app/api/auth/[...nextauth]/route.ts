import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { clientInfo } from "@/lib/auth/client-info";
import { authOptions } from "@/lib/auth/options";
import { describeError } from "@/lib/error-response";
import { requireOwnOrigin } from "@/lib/own-origin";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  try {
    requireOwnOrigin(request);
  } catch (error) {
    const { status, body } = describeError(error);
    return Response.json({ error: body }, { status });
  }
  return NextAuth(request, context, authOptions(clientInfo(request.headers)));
}

export { handle as GET, handle as POST };
