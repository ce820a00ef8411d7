import type { SpanRecord } from "./span-record.js";
import type { AttributeBag } from "./attribute-bag.js";

const byScope: readonly (readonly [RegExp, string])[] = [
  [/^(openinference\.instrumentation|@arizeai\/openinference)/, "openinference"],
  [/^(@traceloop\/|opentelemetry\.instrumentation\.|traceloop\.tracer$)/, "traceloop"],
  [/^(ai$|gen_ai$|@vercel\/otel)/, "vercel-ai"],
  [/^strands/, "aws-strands"],
  [/^(gcp\.vertex\.agent|google_adk)/, "google-adk"],
  [/^@mastra\//, "mastra"],
  [/^@opentelemetry\/instrumentation-(http|undici)$/, "http"],
];

const byAttribute: readonly (readonly [string, string])[] = [
  ["honeyhive_", "honeyhive"],
  ["openinference.span.kind", "openinference"],
  ["llm.input_messages", "openinference"],
  ["traceloop.span.", "traceloop"],
  ["traceloop.entity.", "traceloop"],
  ["ai.operationId", "vercel-ai"],
  ["ai.prompt", "vercel-ai"],
  ["gen_ai.", "standardgenai"],
];

/** Which library wrote the span. The official TypeScript SDK uses Traceloop's tracer for its own spans. */
export function instrumentorOf(span: SpanRecord, bag: AttributeBag): string {
  const scope = byScope.find(([pattern]) => pattern.test(span.scope.name))?.[1];
  const isNative = bag.hasPrefix("honeyhive_");
  if (scope !== undefined && !(scope === "traceloop" && isNative)) return scope;
  return byAttribute.find(([prefix]) => bag.hasPrefix(prefix))?.[1] ?? "unknown";
}
