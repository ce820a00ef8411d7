import type { ConfigurationInput, JsonObject, RunConfigurationResponse } from "@honeyhive/contract";
import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRef, type ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { TextArea } from "../../components/form/text-area.js";
import { useApi } from "../../lib/api/api-context.js";
import { FillFromDatapoint } from "./fill-from-datapoint.js";
import { readInputs, textsFor, variableField } from "./model/trial.js";
import { TrialAnswer } from "./trial-answer.js";

interface Tried {
  readonly parameters: JsonObject;
  readonly answer: RunConfigurationResponse;
}

type Trial = UseMutationResult<Tried, Error, FormData>;

interface TryPromptProps {
  readonly title: string;
  readonly variables: readonly string[];
  /** Whether there is a prompt to be run; it says what is missing. Default: there is. */
  readonly isReady?: () => boolean;
  /** The prompt when it is run. An error that it throws is shown. */
  readonly read: () => Pick<ConfigurationInput, "provider" | "parameters">;
  /** Of the prompt as it is shown: answers to others are marked. Undefined while it is changed. */
  readonly current: JsonObject | undefined;
}

/** What the model that the server knows makes of a prompt, with its variables filled in. */
export function TryPrompt(props: TryPromptProps): ReactNode {
  const { title, variables } = props;
  const trial = useTrial(props);
  const form = useRef<HTMLFormElement>(null);
  return (
    <form
      ref={form}
      aria-label="Try it"
      className="flex flex-col gap-2"
      onKeyDown={(press) => {
        const isSent = press.key === "Enter" && (press.ctrlKey || press.metaKey);
        if (isSent && !press.repeat && !trial.isPending) press.currentTarget.requestSubmit();
      }}
      onSubmit={(submit) => {
        submit.preventDefault();
        if (props.isReady?.() ?? true) trial.mutate(new FormData(submit.currentTarget));
      }}
    >
      <h3 className="text-xs font-semibold text-muted">{title}</h3>
      {variables.length > 0 && (
        <FillFromDatapoint
          onFill={(inputs) => writeFields(form.current, textsFor(variables, inputs))}
        />
      )}
      {variables.map((name) => (
        <TextArea
          key={name}
          name={variableField(name)}
          label={name}
          defaultValue=""
          rows={2}
          isRequired
        />
      ))}
      <div>
        <button
          type="submit"
          disabled={trial.isPending}
          title={variables.length === 0 ? undefined : "Run (Ctrl or Cmd+Enter in a field)"}
          className={buttonClass()}
        >
          <Play aria-hidden="true" className="size-3.5" />
          Run
        </button>
      </div>
      <Outcome trial={trial} current={props.current} />
    </form>
  );
}

/** Also over what was typed: it would be of another case. */
function writeFields(form: HTMLFormElement | null, texts: ReadonlyMap<string, string>): void {
  for (const [name, text] of texts) {
    const field = form?.elements.namedItem(variableField(name));
    if (field instanceof HTMLTextAreaElement) field.value = text;
  }
}

function useTrial({ read, variables }: TryPromptProps): Trial {
  const api = useApi();
  return useMutation({
    mutationFn: async (fields) => {
      const { provider, parameters } = read();
      const body = { provider, parameters, inputs: readInputs(fields, variables) };
      return { parameters, answer: await api.call("runConfiguration", { body }) };
    },
  });
}

function Outcome(props: Pick<TryPromptProps, "current"> & { readonly trial: Trial }): ReactNode {
  const { current } = props;
  const { data: tried, error, isPending } = props.trial;
  return (
    <>
      <div role="status">
        {isPending && <p className="text-muted">Asking the model…</p>}
        {tried !== undefined && (
          <TrialAnswer
            answer={tried.answer}
            isOutdated={current !== undefined && current !== tried.parameters}
          />
        )}
      </div>
      {error !== null && (
        <p role="alert" className="wrap-anywhere text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}
