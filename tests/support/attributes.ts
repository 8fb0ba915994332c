import { type AttributeDefinition, attributeDefinition } from "@/lib/attributes/schema";
import { db } from "@/lib/db";

/** An attribute of claims with whatever is not said left at its default. */
export function attributeOf(
  part: Partial<AttributeDefinition> & Pick<AttributeDefinition, "key" | "type">,
): AttributeDefinition {
  return attributeDefinition.parse({ kind: "claim", label: part.key, ...part });
}

/** Choices by their keys, labelled with them. */
export function choicesOf(...keys: string[]): AttributeDefinition["choices"] {
  return keys.map((key) => ({ key, label: key, isRetired: false }));
}

/** The next published version of a project's attributes, straight into the database. */
export async function publishAttributesOf(
  projectId: string,
  definitions: AttributeDefinition[],
): Promise<{ id: string; number: number }> {
  const count = await db().attributeVersion.count({ where: { projectId } });
  const by = await db().member.findFirst({ where: { projectId } });
  return db().attributeVersion.create({
    data: {
      projectId,
      number: count + 1,
      definitions,
      publishedById: by?.userId ?? crypto.randomUUID(),
    },
    select: { id: true, number: true },
  });
}
