import { describe, expect, test } from "vitest";

import { mapped, payloadOf } from "../testing/mapped-span.js";
import { spanEvent } from "../testing/span.js";
import type { SpanRecord } from "./span-record.js";

const sessionId = "11111111-1111-4111-8111-111111111111";

describe("identity", () => {
  test("takes the session from the span before the resource, and HoneyHive's name for it first", () => {
    const other = "22222222-2222-4222-8222-222222222222";
    const attributes = { "session.id": other, "honeyhive.session_id": sessionId };
    expect(mapped({ attributes }).session_id).toBe(sessionId);
    expect(mapped({ resource: { "honeyhive.session_id": sessionId } }).session_id).toBe(sessionId);
    expect(
      mapped({ attributes: { "traceloop.association.properties.session_id": sessionId } })
        .session_id,
    ).toBe(sessionId);
  });

  test("gives a session that is no UUID the same UUID each time, and keeps its name", () => {
    const first = mapped({ attributes: { "session.id": "chat-7" } });
    const second = mapped({
      attributes: { "honeyhive.session_id": "chat-7" },
      spanId: "00000000000000ff",
    });
    expect(first.session_id).toBe(second.session_id);
    expect(first.session_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    expect(first.metadata["session_id"]).toBe("chat-7");
  });

  test("puts spans without a session into one that their trace shares", () => {
    const child = mapped({ spanId: "00000000000000ff", parentSpanId: "b7ad6b7169203331" });
    expect(child.session_id).toBe(mapped({}).session_id);
  });

  test("hangs a root below its session and a child below its parent, unless the span says otherwise", () => {
    const attributes = { "honeyhive.session_id": sessionId };
    expect(mapped({ attributes }).parent_id).toBe(sessionId);
    const parent = mapped({ attributes });
    const child = { attributes, spanId: "00000000000000ff", parentSpanId: "b7ad6b7169203331" };
    expect(mapped(child).parent_id).toBe(parent.event_id);
    const explicit = { ...attributes, "honeyhive.parent_id": "Elsewhere" };
    expect(mapped({ ...child, attributes: explicit }).parent_id).toBe("elsewhere");
    const named = mapped({
      attributes: { "honeyhive.session_id": "Chat", "honeyhive.parent_id": "Chat" },
    });
    expect(named.parent_id).toBe(named.session_id);
  });

  test("maps a span to the same event however often it is sent", () => {
    expect(mapped({ attributes: { a: 1 } })).toEqual(mapped({ attributes: { a: 1 } }));
  });

  test("keeps protocol attributes out of the data", () => {
    const attributes = {
      "honeyhive.session_id": sessionId,
      "honeyhive.project": "p",
      "honeyhive.source": "test",
      "honeyhive.session_name": "s",
    };
    expect(payloadOf(attributes)).toEqual({});
    expect(mapped({ attributes }).source).toBe("test");
  });
});

describe("type", () => {
  const cases: [string, Partial<SpanRecord>, string][] = [
    [
      "what the span says",
      { attributes: { honeyhive_event_type: "Chain", "gen_ai.operation.name": "chat" } },
      "chain",
    ],
    [
      "a type that does not exist is ignored",
      { attributes: { honeyhive_event_type: "banana" } },
      "tool",
    ],
    ["an operation of gen_ai", { attributes: { "gen_ai.operation.name": "chat" } }, "model"],
    ["an agent of gen_ai", { attributes: { "gen_ai.operation.name": "invoke_agent" } }, "chain"],
    ["a kind of OpenInference", { attributes: { "openinference.span.kind": "RETRIEVER" } }, "tool"],
    ["a kind of OpenInference", { attributes: { "openinference.span.kind": "LLM" } }, "model"],
    ["a kind of Traceloop", { attributes: { "traceloop.span.kind": "workflow" } }, "chain"],
    [
      "an outer call of the AI SDK",
      { attributes: { "ai.operationId": "ai.generateText" } },
      "chain",
    ],
    [
      "an inner call of the AI SDK",
      { attributes: { "ai.operationId": "ai.generateText.doGenerate" } },
      "model",
    ],
    ["a tool of the AI SDK", { attributes: { "ai.operationId": "ai.toolCall" } }, "tool"],
    ["the name of a foreign span", { name: "openai.chat.completions" }, "model"],
    [
      "not the name of a native span",
      { name: "generateReport", attributes: { "honeyhive_inputs.a": 1 } },
      "tool",
    ],
    ["nothing known", { name: "SELECT users" }, "tool"],
    ["a server's root", { name: "GET /", kind: 2 }, "chain"],
  ];
  test.each(cases)("follows %s", (_, fields, type) => {
    expect(mapped(fields).event_type).toBe(type);
  });
});

describe("error", () => {
  test("prefers what the span says, then its status, then its exception, then its HTTP status", () => {
    const exception = spanEvent("exception", { "exception.message": "thrown" });
    const failed = { code: 2, message: "failed" };
    const all = { attributes: { honeyhive_error: "said" }, status: failed, events: [exception] };
    expect(mapped(all).error).toBe("said");
    expect(mapped({ status: failed, events: [exception] }).error).toBe("failed");
    expect(mapped({ events: [exception] }).error).toBe("thrown");
    expect(mapped({ attributes: { "http.response.status_code": 503 } }).error).toBe("HTTP 503");
    expect(mapped({ status: { code: 2, message: "" } }).error).toBe(
      "The span failed without a message.",
    );
    expect(mapped({ status: { code: 1, message: "" } }).error).toBeNull();
  });
});
