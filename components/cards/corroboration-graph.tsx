import { type GraphLayout, layoutGraph, type PlacedNode } from "@/components/cards/graph-layout";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { CardGraph, GraphNode } from "@/lib/cards/graph";
import { labelOf, sourceKinds } from "@/lib/vocabulary";

/** The way from mentions through copies and chains to origins, drawn where there is room; the same as a list. */
export function CorroborationGraph({ graph }: { graph: CardGraph }) {
  if (graph.nodes.length === 0) return null;
  const isCut = graph.drawn < graph.all;
  return (
    <Card
      title="How it is counted"
      lead={
        isCut
          ? `${graph.drawn} of ${graph.all} mentions are drawn, one of each group of copies first; all stand in the list of mentions.`
          : "From each mention to the origin it leads to. Every box opens its words or its page."
      }
      className="mt-6 scroll-mt-20"
    >
      <div id="graph" className="scroll-mt-24">
        <Drawing layout={layoutGraph(graph)} />
        <div className="md:hidden">
          <Ways graph={graph} />
        </div>
        <details className="mt-3 max-md:hidden">
          <summary className="text-sm font-medium">The same as a list</summary>
          <Ways graph={graph} />
        </details>
      </div>
    </Card>
  );
}

function Drawing({ layout }: { layout: GraphLayout }) {
  return (
    <section aria-label="Drawing" className="max-md:hidden">
      <svg viewBox={`0 0 ${layout.width} ${layout.height}`} className="block h-auto w-full">
        <title>Mentions, copies, chains and origins</title>
        {layout.heads.map((head) => (
          <text key={head.x} x={head.x} y={14} className="fill-ink-muted text-xs font-medium">
            {head.label}
          </text>
        ))}
        {layout.lines.map((line) => (
          <path key={line.key} d={line.path} className="fill-none stroke-border-control" strokeWidth={1.25} />
        ))}
        {layout.arcs.map((arc) => (
          <path
            key={arc.key}
            d={arc.path}
            className={classNames("fill-none", arc.level === "known" ? "stroke-danger" : "stroke-warning")}
            strokeWidth={2}
            strokeDasharray={arc.level === "known" ? undefined : "5 4"}
          >
            <title>{`${arc.level === "known" ? "Count as one" : "May count as one"}: ${arc.why}`}</title>
          </path>
        ))}
        {layout.nodes.map((node) => (
          <Box key={node.id} node={node} layout={layout} />
        ))}
      </svg>
    </section>
  );
}

const strokes: Record<GraphNode["kind"], string> = {
  mention: "stroke-kind-claim",
  cluster: "stroke-kind-duplicate",
  attribution: "stroke-kind-attribution-source",
  root: "stroke-ink",
  unnamed: "stroke-border-control",
};

/** About as wide as a letter of the two sizes is, so that words end inside their box. */
const LETTER = 6.9;
const SMALL_LETTER = 6.2;

function Box({ node, layout }: { node: PlacedNode; layout: GraphLayout }) {
  const { nodeWidth, nodeHeight } = layout;
  const detail = detailOf(node);
  const box = (
    <>
      <title>{detail ? `${node.label} (${detail})` : node.label}</title>
      <rect
        x={node.x + 0.75}
        y={node.y}
        width={nodeWidth - 1.5}
        height={nodeHeight}
        rx={6}
        strokeWidth={1.25}
        strokeDasharray={node.kind === "unnamed" ? "4 3" : undefined}
        className={classNames("fill-surface group-hover:fill-surface-hover", strokes[node.kind])}
      />
      <text x={node.x + 10} y={node.y + (detail ? 18 : 26)} className="fill-ink text-sm">
        {cut(node.label, (nodeWidth - 20) / LETTER)}
      </text>
      {detail && (
        <text x={node.x + 10} y={node.y + 34} className="fill-ink-muted text-xs">
          {cut(detail, (nodeWidth - 20) / SMALL_LETTER)}
        </text>
      )}
    </>
  );
  return node.href ? (
    <a href={node.href} className="group">
      {box}
    </a>
  ) : (
    <g>{box}</g>
  );
}

/** Each mention with the way it goes, as text. */
function Ways({ graph }: { graph: CardGraph }) {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const next = new Map<string, GraphNode[]>();
  for (const { from, to } of graph.edges) {
    const node = byId.get(to);
    if (node) next.set(from, [...(next.get(from) ?? []), node]);
  }
  return (
    <ol className="mt-2 flex flex-col gap-2 text-sm">
      {graph.nodes
        .filter((node) => node.kind === "mention")
        .map((node) => (
          <li key={node.id} className="break-words">
            <NodeLink node={node} /> <span className="text-ink-muted">{node.detail}</span>
            <Onward nodes={next.get(node.id) ?? []} next={next} />
          </li>
        ))}
    </ol>
  );
}

function Onward({
  nodes,
  next,
}: {
  nodes: readonly GraphNode[];
  next: ReadonlyMap<string, readonly GraphNode[]>;
}) {
  if (nodes.length === 0) return null;
  return (
    <ul className="ml-4 border-l border-border pl-3">
      {nodes.map((node) => (
        <li key={node.id}>
          <span aria-hidden="true" className="text-ink-muted">
            ←{" "}
          </span>
          <NodeLink node={node} />{" "}
          {detailOf(node) && <span className="text-ink-muted">{detailOf(node)}</span>}
          <Onward nodes={next.get(node.id) ?? []} next={next} />
        </li>
      ))}
    </ul>
  );
}

function NodeLink({ node }: { node: GraphNode }) {
  return node.href ? (
    <a className="link" href={node.href}>
      {node.label}
    </a>
  ) : (
    <span>{node.label}</span>
  );
}

function detailOf(node: GraphNode): string {
  if (node.kind !== "root") return node.detail;
  const kind = sourceKinds.some((one) => one === node.detail) ? labelOf(node.detail) : "";
  // Interests first: they are what a box too narrow must not cut off.
  return [...(node.flags ?? []).map(labelOf), kind].filter((text) => text !== "").join(", ");
}

function cut(text: string, most: number): string {
  const letters = [...text.replaceAll(/\s+/gu, " ").trim()];
  return letters.length <= most
    ? letters.join("")
    : `${letters
        .slice(0, Math.floor(most) - 1)
        .join("")
        .trimEnd()}…`;
}
