import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { ChangeWords } from "@/components/versions/change-words";
import { notNewest } from "@/components/versions/version-words";
import type { ArticleText } from "@/lib/articles/text-schema";

/** Which of the article's texts one reads, with when and why it was changed; it leads to all of them. */
export function VersionLink({ href, version }: { href: string; version: ArticleText["version"] }) {
  if (version.number === 1)
    return (
      <Link href={href} className="link">
        Versions
      </Link>
    );
  return (
    <Link href={href} className="rounded-sm whitespace-nowrap">
      <Badge tone={version.isNewest ? "accent" : "warning"} className="hover:underline">
        Version {version.number} · <ChangeWords version={version} />
        {!version.isNewest && `, ${notNewest}`}
      </Badge>
    </Link>
  );
}
