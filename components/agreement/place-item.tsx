import { spanHref } from "@/components/reuse/words";
import { Link } from "@/components/ui/link";
import type { PlaceDto } from "@/lib/project-agreement/schema";

/** The words of one place as both marked them, and the way to them in the article. */
export function PlaceItem({
  slug,
  place,
  first,
  second,
}: {
  slug: string;
  place: PlaceDto;
  first: string;
  second: string;
}) {
  const isSame = place.first === place.second;
  return (
    <li className="flex flex-col gap-0.5 py-2">
      {isSame ? (
        <Words who={null} words={place.first} />
      ) : (
        <>
          {place.first !== null && <Words who={first} words={place.first} />}
          {place.second !== null && <Words who={second} words={place.second} />}
        </>
      )}
      <Link
        href={spanHref(slug, place.articleId, place.lit, place.versionId)}
        className="self-start rounded-sm text-sm text-ink-muted hover:text-ink hover:underline"
        dir="auto"
      >
        {place.title}
      </Link>
    </li>
  );
}

function Words({ who, words }: { who: string | null; words: string | null }) {
  return (
    <p className="max-w-3xl break-words">
      {who && <span className="mr-2 text-sm text-ink-muted">{who}</span>}
      <q dir="auto" className="font-serif text-base">
        {words}
      </q>
    </p>
  );
}
