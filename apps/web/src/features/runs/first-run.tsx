import type { ReactNode } from "react";

import { CopyButton } from "../../components/copy-button.js";
import { Message } from "../../components/message.js";

const example = `import { evaluate } from "honeyhive";

await evaluate({
  name: "first run",
  dataset: [
    { inputs: { question: "2 + 2" }, groundTruth: "4" },
    { inputs: { question: "3 * 3" }, groundTruth: "9" },
  ],
  function: async ({ inputs }) => answer(inputs.question),
  evaluators: [function exact(outputs, inputs, groundTruth) { return outputs === groundTruth; }],
});`;

export function FirstRun(): ReactNode {
  return (
    <Message title="No runs yet">
      <p className="text-muted">
        Save this as <code className="font-mono">first.ts</code>, put your own function in it and
        run it against this server with{" "}
        <code className="font-mono">HH_API_URL={window.location.origin}</code>. The run appears here
        while it is going.
      </p>
      <div className="relative w-full">
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-3 pr-10 font-mono text-xs leading-5">
          {example}
        </pre>
        <div className="absolute top-2 right-2">
          <CopyButton label="Copy the example" text={() => example} />
        </div>
      </div>
    </Message>
  );
}
