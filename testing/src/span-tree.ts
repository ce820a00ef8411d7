import type { CollectedSpan } from "./otlp/collected-span.js";

export type TreeSpan = Pick<
  CollectedSpan,
  "traceId" | "spanId" | "parentSpanId" | "name" | "startTimeUnixNano" | "attributes" | "status"
>;

export interface SpanTreeOptions {
  /** Attributes to show below each span: a name, or a pattern of names. Default none. */
  readonly show?: readonly (string | RegExp)[];
}

interface Node {
  readonly span: TreeSpan;
  readonly children: Node[];
}

/**
 * Draws spans as trees for inline snapshots. Siblings stand in the order of their start and then of their name;
 * ids are numbered in the order in which they appear, so that equal programs give equal drawings.
 */
export function renderSpanTree(spans: readonly TreeSpan[], options: SpanTreeOptions = {}): string {
  const lines = buildTrees(spans).flatMap((root) => renderNode(root, options.show ?? [], "", ""));
  return numberIds(lines.join("\n"));
}

function buildTrees(spans: readonly TreeSpan[]): Node[] {
  const nodes = new Map<string, Node>(
    spans.map((span) => [keyOf(span.traceId, span.spanId), { span, children: [] }]),
  );
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const { traceId, parentSpanId } = node.span;
    const parent = parentSpanId === undefined ? undefined : nodes.get(keyOf(traceId, parentSpanId));
    (parent?.children ?? roots).push(node);
  }
  for (const { children } of nodes.values()) children.sort(byStart);
  return roots.sort(byStart);
}

function renderNode(
  { span, children }: Node,
  show: readonly (string | RegExp)[],
  lead: string,
  indent: string,
): string[] {
  const error = span.status.code === 2 ? ` ✗ ${span.status.message}`.trimEnd() : "";
  const isCutOff = indent === "" && span.parentSpanId !== undefined;
  const bar = children.length > 0 ? "│ " : "  ";
  return [
    `${lead}${isCutOff ? "(…) " : ""}${span.name}${error}`,
    ...shownAttributes(span, show).map(
      ([key, value]) => `${indent}${bar}· ${key} = ${format(value)}`,
    ),
    ...children.flatMap((child, index) => {
      const isLast = index === children.length - 1;
      const childLead = `${indent}${isLast ? "└─" : "├─"} `;
      return renderNode(child, show, childLead, `${indent}${isLast ? "   " : "│  "}`);
    }),
  ];
}

function shownAttributes(span: TreeSpan, show: readonly (string | RegExp)[]): [string, unknown][] {
  const isShown = (key: string): boolean =>
    show.some((wanted) => (typeof wanted === "string" ? wanted === key : wanted.test(key)));
  return Object.entries(span.attributes)
    .filter(([key]) => isShown(key))
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

function format(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  return JSON.stringify(value) ?? "undefined";
}

/** Replaces UUIDs, trace ids and span ids. */
function numberIds(text: string): string {
  const numbers = new Map<string, number>();
  return text.replace(
    /\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{16})\b/gi,
    (id) => {
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return `<id ${number}>`;
    },
  );
}

function byStart({ span: left }: Node, { span: right }: Node): number {
  const difference = BigInt(left.startTimeUnixNano) - BigInt(right.startTimeUnixNano);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return left.name < right.name ? -1 : Number(left.name > right.name);
}

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}
