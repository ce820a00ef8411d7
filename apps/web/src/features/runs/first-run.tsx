import type { ReactNode } from "react";

import { CodeBlock } from "../../components/value/code-block.js";
import { Message } from "../../components/message.js";
import { useApi } from "../../lib/api/api-context.js";

const example = `import { evaluate } from "honeyhive";

await evaluate({
  name: "first run",
  dataset: [
    { inputs: { a: 2, b: 2 }, groundTruth: 4 },
    { inputs: { a: 3, b: 3 }, groundTruth: 9 },
  ],
  function: ({ inputs }) => inputs.a + inputs.b,
  evaluators: [{ name: "exact", evaluate: (outputs, inputs, truth) => outputs === truth }],
});
`;

export function FirstRun(): ReactNode {
  const { localKey } = useApi();
  const command = [
    `HH_API_URL=${window.location.origin}`,
    `HH_API_KEY=${localKey ?? "<your API key>"}`,
    "node first.mjs",
  ].join(" ");
  return (
    <Message title="No runs yet">
      <p className="text-muted">
        Save this as <code className="font-mono">first.mjs</code>, with a function of yours in the
        place of the one that only adds:
      </p>
      <CodeBlock label="Copy the example" text={example} />
      <p className="text-muted">Run it. It appears here while it is going.</p>
      <CodeBlock label="Copy the command" text={command} />
    </Message>
  );
}
