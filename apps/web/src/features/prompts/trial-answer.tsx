import type { AnswerToolCall, RunConfigurationResponse } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { TextView } from "../../components/value/text-view.js";
import { ValueView } from "../../components/value/value-view.js";
import { parseJson } from "../../lib/form/read-json.js";
import { describeAnswer, whyCutOff } from "./model/trial.js";

/** What a model said to a prompt, and what that took. */
export function TrialAnswer(props: {
  readonly answer: RunConfigurationResponse;
  readonly isOutdated: boolean;
}): ReactNode {
  const { answer } = props;
  const { content, refusal, tool_calls: calls } = answer.message;
  const cutOff = whyCutOff(answer.finish_reason);
  const isNothing = !content && refusal === null && calls.length === 0;
  return (
    <div className="flex flex-col gap-2 rounded-md border border-l-4 border-line border-l-model bg-honey-soft/60 px-3 py-2">
      {content && <TextView text={content} />}
      {refusal !== null && (
        <div>
          <p className="text-xs text-bad">It refuses:</p>
          <TextView text={refusal} />
        </div>
      )}
      {calls.map((call, place) => (
        // Not every API gives its calls ids.
        // oxlint-disable-next-line react/no-array-index-key
        <ToolCall key={place} call={call} />
      ))}
      {isNothing && <p className="text-muted">It said nothing.</p>}
      {cutOff !== undefined && <p className="text-warn">{cutOff}</p>}
      <p className="text-xs text-muted">{describeAnswer(answer)}</p>
      {props.isOutdated && <p className="text-xs text-warn">The prompt was changed since.</p>}
    </div>
  );
}

function ToolCall({ call }: { readonly call: AnswerToolCall }): ReactNode {
  return (
    <div className="rounded border border-line bg-surface px-2 py-1.5">
      <div className="text-xs">
        <span className="text-tool">calls</span>{" "}
        <span className="font-mono font-semibold">{call.name}</span>
      </div>
      <ValueView value={parseJson(call.arguments)} />
    </div>
  );
}
