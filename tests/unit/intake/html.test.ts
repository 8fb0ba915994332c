import { describe, expect, it } from "vitest";
import { readHtml } from "@/lib/intake/html";
import { expectPartition, utf8 } from "./support";

const paragraph =
  "The pilots of Lunde stopped work on Saturday, their union said, because nobody had answered the letter that they wrote in March, and eleven ships were waiting in the roads by noon.";
const page = `<!doctype html><html lang="en-GB"><head>
<title>Pilots walk out | Lunde Observer</title>
<meta property="og:site_name" content="Lunde Observer"><meta property="og:title" content="Pilots walk out">
<meta name="description" content="Eleven ships wait in the roads">
<meta name="author" content="Ada Mirrow"><meta property="article:published_time" content="2031-05-03T12:00:00+02:00">
<link rel="canonical" href="https://observer.example/pilots"><style>p { color: red }</style>
<script>window.tracker = "evil()";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Pilots walk out</h1><p class="standfirst">Eleven ships wait in the roads</p>
<p class="byline">By Ada Mirrow</p>
<figure><img src="a.jpg" alt="never text"><figcaption>Pilots on the quay. Photo: Rolf Ash/Seawire</figcaption></figure>
<div class="story"><p>${paragraph}</p><script>alert("in the story")</script>
<h2>A quiet morning</h2><p>Nobody was on the <b>tugs</b>.<br>${paragraph} Twice.</p>
<p>${paragraph} A third time, for the length of it.</p><p hidden>Hidden words</p></div></article></main>
<footer><p>Imprint</p><script>evil()</script></footer></body></html>`;

describe("readHtml", () => {
  it("keeps headline, standfirst, byline and captions in reading order, a line each", () => {
    const draft = readHtml("pilots.html", utf8(page));
    expect(draft.text.split("\n\n")).toEqual([
      "Pilots walk out",
      "Eleven ships wait in the roads",
      "By Ada Mirrow",
      "Pilots on the quay. Photo: Rolf Ash/Seawire",
      paragraph,
      "A quiet morning",
      "Nobody was on the tugs.",
      `${paragraph} Twice.`,
      `${paragraph} A third time, for the length of it.`,
    ]);
    expect(draft.blocks.map((block) => block.kind)).toEqual([
      ...["headline", "standfirst", "byline", "caption", "body", "subhead", "body", "body", "body"],
    ]);
    expectPartition(draft.text, draft.blocks);
  });

  it("keeps the facts that the page gives", () => {
    expect(readHtml("some-paper.html", utf8(page))).toMatchObject({
      headline: "Pilots walk out",
      byline: "Ada Mirrow",
      publishedAt: "2031-05-03T10:00:00.000Z",
      publishedHasZone: true,
      language: "en-GB",
      canonicalUrl: "https://observer.example/pilots",
      publisherName: "Lunde Observer",
      creditNames: ["Seawire"],
    });
  });

  it("never takes scripts, styles or hidden words for text", () => {
    const { text } = readHtml("pilots.html", utf8(page));
    expect(text).not.toMatch(/evil|alert|tracker|color|Hidden|never text|Home|Imprint/);
  });

  it("reads facts from JSON-LD and passes over one that is broken", () => {
    const json = {
      "@graph": [
        {
          "@type": "NewsArticle",
          headline: "Pilots",
          author: [{ name: "A. M." }, { name: "B. L." }],
          datePublished: "2031-05-03",
          publisher: { name: "Seawire" },
          inLanguage: "de",
        },
      ],
    };
    const scripts = `<script type="application/ld+json">{broken</script><script type="application/ld+json">${JSON.stringify(json)}</script>`;
    const draft = readHtml(
      "x.html",
      utf8(`<html><head>${scripts}</head><body><article><p>${paragraph}</p></article></body></html>`),
    );
    expect(draft).toMatchObject({
      headline: "Pilots",
      byline: "A. M., B. L.",
      publishedAt: "2031-05-03",
      publisherName: "Seawire",
      language: "de",
    });
    expect(draft.text.startsWith("Pilots\n\n")).toBe(true);
  });

  it("makes no publisher of a file's name, and says when no article was recognised", () => {
    const draft = readHtml("lunde-observer.html", utf8("<p>Two short words 🚢</p>"));
    expect(draft.publisherName).toBeUndefined();
    expect(draft.text).toBe("Two short words 🚢");
  });

  it("gives facts from outside precedence", () => {
    expect(readHtml("x.html", utf8(page), { publisherName: "Seawire", language: "de" })).toMatchObject({
      publisherName: "Seawire",
      language: "de",
    });
  });

  it("refuses a page nested beyond all sense at once", () => {
    const deep = `<html><body>${"<div>".repeat(20_000)}<p>${paragraph}</p></body></html>`;
    expect(() => readHtml("x.html", utf8(deep))).toThrow(expect.objectContaining({ code: "too-deep" }));
  });

  it("refuses a page without words, and one with half a character", () => {
    expect(() => readHtml("x.html", utf8("<html><body><script>1</script></body></html>"))).toThrow(
      expect.objectContaining({ code: "empty-text" }),
    );
    expect(() => readHtml("x.html", new Uint8Array([0x3c, 0x70, 0x3e, 0xff]))).toThrow(
      expect.objectContaining({ code: "invalid-encoding" }),
    );
  });
});
