// @ts-check
/// <reference lib="webworker" />

/**
 * Opens an article of one's own without a connection. It keeps one page, the same for everybody and without anything of
 * anybody (`/offline`), with the files that it needs, and answers with it where the page of an article cannot be reached.
 * The text and one's own marks are in the browser's database (components/annotate/kept-articles.ts), not here. Pages always
 * come from the network first, so that no build holds on to a browser; each build registers this file under its own
 * name and throws the files of the others away.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const build = new URL(worker.location.href).searchParams.get("build") ?? "";
const shellName = `sourcebench-shell-${build}`;
const shellPath = "/offline";
const articlePath = /^\/projects\/[^/]+\/annotate\/[^/]+$/;
const filePath = /\/_next\/static\/[^"'\\\s)<>]+/g;
/** What a proxy answers in the place of a server that is not there. */
const unreached = [502, 503, 504];

/** @param {ExtendableEvent} event */
function install(event) {
  event.waitUntil(keepShell().then(() => worker.skipWaiting()));
}

/** The page with its scripts, styles and fonts: all of them or none, or it could not be drawn. */
async function keepShell() {
  const cache = await caches.open(shellName);
  const page = await fetch(shellPath, { cache: "no-store" });
  if (!page.ok) throw new Error(`${shellPath} was answered ${page.status}.`);
  const files = new Set((await page.clone().text()).match(filePath));
  for (const file of files) {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file} was answered ${answer.status}.`);
    if (file.includes(".css"))
      for (const named of (await answer.clone().text()).matchAll(/url\(["']?([^"')]+)["']?\)/g))
        if (!named[1]?.startsWith("data:"))
          files.add(new URL(named[1] ?? "", new URL(file, worker.location.href)).pathname);
    await cache.put(file, answer);
  }
  await cache.put(shellPath, page);
}

/** @param {ExtendableEvent} event */
function activate(event) {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== shellName) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
}

/** @param {FetchEvent} event */
function answer(event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate" && articlePath.test(url.pathname))
    event.respondWith(openArticle(event.request));
  else if (url.pathname.startsWith("/_next/static/")) event.respondWith(fileFor(event.request));
}

/** @param {Request} request */
async function openArticle(request) {
  const answered = await fetch(request).catch(() => null);
  if (answered && !unreached.includes(answered.status)) return answered;
  const shell = await caches.open(shellName).then((cache) => cache.match(shellPath));
  return shell ?? answered ?? Response.error();
}

/** Files are named after their content, so one that is kept is the right one. @param {Request} request */
async function fileFor(request) {
  const cache = await caches.open(shellName);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

worker.addEventListener("install", install);
worker.addEventListener("activate", activate);
worker.addEventListener("fetch", answer);
