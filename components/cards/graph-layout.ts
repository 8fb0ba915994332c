import type { CardGraph, GraphNode } from "@/lib/cards/graph";

/** A node with the place of its box in the drawing's units (pixels at full width). */
export type PlacedNode = GraphNode & { x: number; y: number };

export type GraphLayout = {
  width: number;
  height: number;
  nodeWidth: number;
  nodeHeight: number;
  nodes: PlacedNode[];
  lines: { key: string; path: string }[];
  arcs: { key: string; path: string; level: "known" | "possible"; why: string }[];
  heads: { label: string; x: number }[];
};

const WIDTH = 1_120;
const NODE_HEIGHT = 44;
const ROW = 54;
const HEAD = 30;
/** Room at the right for the arcs between roots. */
const MARGIN = 56;

type Slot = { id: string; node: GraphNode | null };

/**
 * Boxes in columns, those of a column in the order of what leads to them (Sugiyama 1981, one sweep), each column
 * centred on the highest; lines from the right edge of one box to the left edge of the next. A line that passes a column
 * has a row of its own in it, so that it never runs behind a box.
 */
export function layoutGraph(graph: CardGraph): GraphLayout {
  const count = graph.columns.length;
  const step = (WIDTH - MARGIN) / count;
  const nodeWidth = Math.min(280, step - 36);
  const left = (place: number) => (place === count - 1 ? WIDTH - MARGIN - nodeWidth : place * step);
  const ways = waysOf(graph);
  const columns = sortColumns(graph, ways);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const spots = new Map(
    columns.flatMap((column, place) =>
      column.map((slot, at) => {
        const y = HEAD + ((rows - column.length) * ROW) / 2 + at * ROW;
        return [slot.id, { x: left(place), y, middle: y + NODE_HEIGHT / 2 }] as const;
      }),
    ),
  );
  const nodes = columns.flatMap((column) =>
    column.flatMap(({ id, node }) => {
      const spot = spots.get(id);
      return node && spot ? [{ ...node, x: spot.x, y: spot.y }] : [];
    }),
  );
  return {
    width: WIDTH,
    height: HEAD + rows * ROW,
    nodeWidth,
    nodeHeight: NODE_HEIGHT,
    nodes,
    lines: ways.map((way) => {
      const spotsOnWay = way.flatMap((id) => spots.get(id) ?? []);
      const path = spotsOnWay.slice(1).map((to, at) => {
        const from = spotsOnWay[at] ?? to;
        const x1 = from.x + nodeWidth;
        const half = (x1 + to.x) / 2;
        const isPassing = at + 1 < spotsOnWay.length - 1;
        const through = isPassing ? ` L${to.x + nodeWidth} ${to.middle}` : "";
        return `C${half} ${from.middle} ${half} ${to.middle} ${to.x} ${to.middle}${through}`;
      });
      const start = spotsOnWay[0];
      return {
        key: way.join(" "),
        path: start ? `M${start.x + nodeWidth} ${start.middle} ${path.join(" ")}` : "",
      };
    }),
    arcs: graph.merges.flatMap(({ a, b, level, why }) => {
      const one = spots.get(a);
      const other = spots.get(b);
      if (!one || !other) return [];
      const x = one.x + nodeWidth;
      const far = x + MARGIN;
      const path = `M${x} ${one.middle} C${far} ${one.middle} ${far} ${other.middle} ${x} ${other.middle}`;
      return [{ key: `${a} ${b}`, path, level, why }];
    }),
    heads: graph.columns.map((label, place) => ({ label, x: left(place) })),
  };
}

/** Each edge as the slots it goes through, one a column. */
function waysOf(graph: CardGraph): string[][] {
  const places = new Map(graph.nodes.map((node) => [node.id, node.place]));
  return graph.edges.map(({ from, to }) => {
    const first = (places.get(from) ?? 0) + 1;
    const passed = Math.max(0, (places.get(to) ?? 0) - first);
    return [from, ...Array.from({ length: passed }, (_, at) => `${from} > ${to} ${first + at}`), to];
  });
}

function sortColumns(graph: CardGraph, ways: readonly (readonly string[])[]): Slot[][] {
  const places = new Map(graph.nodes.map((node) => [node.id, node.place]));
  const columns = graph.columns.map((_, place): Slot[] =>
    graph.nodes.filter((node) => node.place === place).map((node) => ({ id: node.id, node })),
  );
  const into = new Map<string, string[]>();
  for (const way of ways) {
    const first = places.get(way[0] ?? "") ?? 0;
    for (const [at, id] of way.entries()) {
      const before = way[at - 1];
      if (before === undefined) continue;
      into.set(id, [...(into.get(id) ?? []), before]);
      if (at < way.length - 1) columns[first + at]?.push({ id, node: null });
    }
  }
  const heights = new Map<string, number>();
  for (const [place, column] of columns.entries()) {
    const weight = ({ id }: Slot) => {
      const before = (into.get(id) ?? []).flatMap((one) => heights.get(one) ?? []);
      return before.length === 0 ? 0 : before.reduce((sum, one) => sum + one, 0) / before.length;
    };
    if (place > 0) column.sort((a, b) => weight(a) - weight(b));
    for (const [at, slot] of column.entries()) heights.set(slot.id, (at + 0.5) / column.length);
  }
  return columns;
}
