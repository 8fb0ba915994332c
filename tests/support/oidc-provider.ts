import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type FakeProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who the provider says signs in next. */
  signsIn: (claims: { sub: string; name?: string; email?: string; email_verified?: boolean }) => void;
  /** What the next ID tokens say instead of what is right, to see them refused. */
  lies: (claims: Record<string, unknown>) => void;
  close: () => Promise<void>;
};

const keyId = "test-key";

/**
 * An OpenID Connect provider on loopback that signs in, without asking, whoever it is told to. It checks the client's
 * secret and PKCE as a real one does, and signs its ID tokens (RS256).
 */
export async function startOidcProvider(): Promise<FakeProvider> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const clientId = "sourcebench";
  const clientSecret = randomUUID();
  const grants = new Map<string, { challenge: string; nonce: string; claims: object }>();
  let claims: object = { sub: "nobody" };
  let lies: Record<string, unknown> = {};
  let issuer = "";

  function idToken(nonce: string, about: object): string {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce, ...about, ...lies };
    const parts = [{ alg: "RS256", kid: keyId, typ: "JWT" }, body];
    const unsigned = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${unsigned}.${createSign("RSA-SHA256").update(unsigned).sign(privateKey).toString("base64url")}`;
  }

  function authorize(url: URL, response: ServerResponse): void {
    const code = randomUUID();
    const asked = url.searchParams;
    grants.set(code, {
      challenge: asked.get("code_challenge") ?? "",
      nonce: asked.get("nonce") ?? "",
      claims,
    });
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    response.writeHead(302, { location: back.toString() }).end();
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const login = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    if (!grant || proof !== grant.challenge || request.headers.authorization !== login)
      return send(response, { error: "invalid_grant" }, 400);
    send(response, {
      access_token: randomUUID(),
      token_type: "Bearer",
      expires_in: 300,
      id_token: idToken(grant.nonce, grant.claims),
    });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    if (url.pathname === "/authorize") return authorize(url, response);
    if (url.pathname === "/token") return void exchange(request, response);
    if (url.pathname === "/keys")
      return send(response, {
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: keyId, alg: "RS256", use: "sig" }],
      });
    if (url.pathname !== "/.well-known/openid-configuration") return send(response, {}, 404);
    send(response, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return {
    issuer,
    clientId,
    clientSecret,
    signsIn: (next) => {
      claims = next;
    },
    lies: (next) => {
      lies = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function send(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
