import { otlpTracesPath } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { CodeBlock } from "../../components/value/code-block.js";
import { Message } from "../../components/message.js";
import { useApi } from "../../lib/api/api-context.js";

const example = `import { HoneyHiveTracer, traceTool } from "honeyhive";

const tracer = await HoneyHiveTracer.init();
const lookUp = traceTool(async function lookUp(country) {
  return country === "France" ? "Paris" : "unknown";
});
await tracer.withSession({ name: "question" }, () => lookUp("France"));
await tracer.shutdown();
`;

export function FirstSession(): ReactNode {
  const { localKey } = useApi();
  const origin = window.location.origin;
  const key = localKey ?? "<your API key>";
  return (
    <Message title="No sessions yet">
      <p className="text-muted">
        Every tracer starts one. Save this as <code className="font-mono">trace.mjs</code>:
      </p>
      <CodeBlock label="Copy the example" text={example} />
      <p className="text-muted">Run it. It appears here within seconds.</p>
      <CodeBlock
        label="Copy the command"
        text={`HH_API_URL=${origin} HH_API_KEY=${key} node trace.mjs`}
      />
      <p className="text-muted">Or send OpenTelemetry from any language:</p>
      <CodeBlock
        label="Copy the settings of OpenTelemetry"
        text={[
          `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${origin}${otlpTracesPath}`,
          `OTEL_EXPORTER_OTLP_TRACES_HEADERS="authorization=Bearer%20${key}"`,
        ].join("\n")}
      />
    </Message>
  );
}
