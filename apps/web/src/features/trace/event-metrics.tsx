import { evaluationKey, type Event } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { scoreText } from "../../components/score-value.js";
import { ValueView } from "../../components/value-view.js";
import { asObject, asText } from "../../lib/read-json.js";

/** The scores of a span, with those that could not be given and why. */
export function EventMetrics({ event }: { readonly event: Event }): ReactNode {
  const metrics = Object.entries(event.metrics);
  const states = Object.entries(asObject(event.metadata[evaluationKey.scoreStates]) ?? {});
  if (metrics.length === 0 && states.length === 0) return null;
  return (
    <section aria-label="Metrics">
      <h3 className="mb-1 text-xs font-semibold text-muted">Metrics</h3>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 rounded-md border border-line bg-canvas px-3 py-2">
        {metrics.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 font-medium">
              {isScore(value) ? scoreText(value) : <ValueView value={value} />}
            </dd>
          </div>
        ))}
        {states.map(([name, value]) => {
          const state = asObject(value);
          const isError = state?.["state"] === "error";
          return (
            <div key={`state ${name}`} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className={`min-w-0 break-words ${isError ? "text-bad" : "text-warn"}`}>
                {isError ? "error" : "not scorable"}:{" "}
                {asText(state?.["message"]) ?? asText(state?.["reason"]) ?? "no reason given"}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function isScore(value: unknown): value is number | boolean | string {
  return ["number", "boolean", "string"].includes(typeof value);
}
