import { ClearError } from "./clear-error.mjs";

/** What lib/env.ts takes, in words for the person at the terminal; a test holds the two together. */
const SETTINGS = {
  LOG_LEVEL: oneOf("debug", "info", "warn", "error", "silent"),
  DATABASE_POOL: wholeNumber(1, 200),
  DATABASE_PREPARE: oneOf("0", "1"),
  TRUST_PROXY: oneOf("0", "1"),
  API_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000),
  NEXTAUTH_URL: { fits: isWebAddress, words: "an address such as https://desk.example.org" },
};
const SIGN_ON = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"];
/** Read by name where an empty one would be taken for a value. */
const OTHERS = [
  "OIDC_NAME",
  "NEXT_DIST_DIR",
  "FETCH_PRIVATE_HOSTS",
  "SETUP_CODE_FILE",
  "DATABASE_URL_DIRECT",
];

function oneOf(...values) {
  return { fits: (text) => values.includes(text), words: values.join(", ").replace(/, (\w+)$/, " or $1") };
}

function wholeNumber(least, most) {
  const fits = (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return { fits, words: `a number from ${least} to ${most}` };
}

function isWebAddress(text) {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/**
 * Looks at the settings before anything is done with them: takes those that are empty, as a copied .env.example leaves
 * them, out of `env`, and throws a ClearError for the first that the application could not start with. Values that
 * may be secret are never shown.
 * @param {Record<string, string | undefined>} env
 */
export function checkSettings(env) {
  for (const name of [...Object.keys(SETTINGS), ...SIGN_ON, ...OTHERS])
    if (env[name] === "") delete env[name];
  for (const [name, { fits, words }] of Object.entries(SETTINGS)) {
    const value = env[name];
    if (value !== undefined && !fits(value))
      throw new ClearError(`${name} is "${value}": set it to ${words}.`);
  }
  const missing = SIGN_ON.filter((name) => !env[name]);
  if (missing.length > 0 && missing.length < SIGN_ON.length)
    throw new ClearError(
      `Single sign-on lacks ${missing.join(" and ")}: set ${SIGN_ON.join(", ")} together, or none of them.`,
    );
}
