import { expect, it } from "vitest";
import { renderSpanTree, type TreeSpan } from "./span-tree.js";

const span = (
  spanId: string,
  parentSpanId: string | undefined,
  more: Partial<TreeSpan> = {},
): TreeSpan => ({
  traceId: "0123456789abcdef0123456789abcdef",
  spanId,
  parentSpanId,
  name: spanId,
  startTimeUnixNano: "1700000000000000000",
  attributes: {},
  status: { code: 0, message: "" },
  ...more,
});

it("draws spans below their parents, in the order of their start", () => {
  const spans = [
    span("model", "answer", { startTimeUnixNano: "1700000000000000003" }),
    span("embed", "retrieve"),
    span("retrieve", "answer", { startTimeUnixNano: "1700000000000000002" }),
    span("answer", undefined),
  ];
  expect(renderSpanTree(spans)).toMatchInlineSnapshot(`
    "answer
    ├─ retrieve
    │  └─ embed
    └─ model"
  `);
});

it("shows chosen attributes with numbered ids", () => {
  const session = "6f1b7c1e-6a5e-4d0a-9f37-3f1a2b3c4d5e";
  const attributes = {
    "honeyhive.session_id": session,
    "honeyhive_inputs.query": "why",
    hidden: 1,
  };
  const spans = [
    span("answer", undefined, { attributes }),
    span("model", "answer", { attributes: { ...attributes, "honeyhive_inputs.n": 2n } }),
  ];
  expect(renderSpanTree(spans, { show: ["honeyhive.session_id", /^honeyhive_inputs/] }))
    .toMatchInlineSnapshot(`
    "answer
    │ · honeyhive.session_id = "<id 1>"
    │ · honeyhive_inputs.query = "why"
    └─ model
         · honeyhive.session_id = "<id 1>"
         · honeyhive_inputs.n = 2n
         · honeyhive_inputs.query = "why""
  `);
});

it("marks errors, and spans whose parent is missing", () => {
  const spans = [span("orphan", "lost", { status: { code: 2, message: "no such file" } })];
  expect(renderSpanTree(spans)).toBe("(…) orphan ✗ no such file");
});
