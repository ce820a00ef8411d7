import type { Event, MetricContent, RunMetricResponse } from "@honeyhive/contract";
import { useMutation, useQuery, type UseMutationResult } from "@tanstack/react-query";
import { Play } from "lucide-react";
import type { ReactNode, RefObject } from "react";

import { Button } from "../../components/button.js";
import { Section } from "../../components/section.js";
import { SelectField } from "../../components/form/select-field.js";
import { scoreText } from "../../components/value/score-value.js";
import { useApi } from "../../lib/api/api-context.js";
import { eventQuery } from "../../lib/api/event-query.js";
import { formatFullTime } from "../../lib/text/format-time.js";
import { isFilledIn } from "../../lib/form/is-filled-in.js";
import { readForm } from "../../lib/form/read-form.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { metricField, readMetricDraft } from "./model/metric-draft.js";
import { recentSpansQuery } from "./queries.js";
import type { MetricSearch } from "./search.js";

interface TryMetricProps extends ViewProps<MetricSearch> {
  readonly form: RefObject<HTMLFormElement | null>;
  /** What the form started with. */
  readonly content: MetricContent | undefined;
}

/** What the definition in the form, saved or not, makes of a span. */
export function TryMetric(props: TryMetricProps): ReactNode {
  const { search, onSearchChange } = props;
  const { event, recent, error: missing } = useSpan(search.event);
  const { run, trial } = useTrial(props, event);
  const error = missing ?? trial.error;
  return (
    <section
      aria-label="Try it"
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 className="font-semibold">Try it before you save</h2>
      {recent?.length === 0 && event === undefined ? (
        <p className="text-muted">There is no span yet to try it on.</p>
      ) : (
        <div className="flex items-end gap-2">
          <SelectField
            name="event"
            label="On a recent span"
            value={event?.event_id ?? ""}
            options={optionsOf(recent ?? [], event)}
            onChange={(id) => void onSearchChange({ event: id })}
          />
          <Button className="h-8" disabled={trial.isPending || event === undefined} onClick={run}>
            <Play aria-hidden="true" className="size-3.5" />
            Try
          </Button>
        </div>
      )}
      <div role="status">
        {trial.isPending && <p className="text-muted">Running…</p>}
        {trial.data !== undefined && !trial.isPending && <Result answer={trial.data} />}
      </div>
      {error !== null && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      {event !== undefined && (
        <div
          className="flex max-h-[32rem] flex-col gap-3 overflow-y-auto"
          tabIndex={0}
          role="region"
          aria-label="The span"
        >
          <Section title="Its inputs" value={event.inputs} />
          <Section title="Its outputs" value={event.outputs} />
          <Section title="Its metrics" value={event.metrics} isHiddenWhenEmpty />
          <Section title="Its feedback" value={event.feedback} isHiddenWhenEmpty isClosed />
          <Section title="Its metadata" value={event.metadata} isHiddenWhenEmpty isClosed />
        </div>
      )}
    </section>
  );
}

/** The span that the address names, or else the latest. */
function useSpan(eventId: string | undefined): {
  readonly event: Event | undefined;
  readonly recent: readonly Event[] | undefined;
  readonly error: Error | null;
} {
  const api = useApi();
  const recent = useQuery(recentSpansQuery(api)).data;
  const named = useQuery({ ...eventQuery(api, eventId ?? ""), enabled: eventId !== undefined });
  const event = eventId === undefined ? recent?.[0] : named.data;
  return { event, recent, error: named.error };
}

function useTrial(
  { form, content }: TryMetricProps,
  event: Event | undefined,
): {
  readonly run: () => void;
  readonly trial: UseMutationResult<RunMetricResponse, Error, FormData>;
} {
  const api = useApi();
  const trial = useMutation({
    mutationFn: async (fields: FormData) => {
      const draft = readMetricDraft((field) => readForm(fields, field), content);
      const metric = { ...draft, name: draft.name || unnamed };
      return api.call("runMetric", { body: { metric, event: { ...event } } });
    },
  });
  const run = (): void => {
    if (form.current !== null && isFilledIn(form.current, metricField.name))
      trial.mutate(new FormData(form.current));
  };
  return { run, trial };
}

/** Who tries something has no name for it yet. */
const unnamed = "untitled";

function optionsOf(
  recent: readonly Event[],
  event: Event | undefined,
): readonly { readonly value: string; readonly label: string }[] {
  const isListed = recent.some(({ event_id }) => event_id === event?.event_id);
  const all = event === undefined || isListed ? recent : [event, ...recent];
  return all.map(({ event_id: value, event_name, event_type, start_time }) => ({
    value,
    label: `${event_name} · ${event_type} · ${formatFullTime(start_time)}`,
  }));
}

function Result({ answer }: { readonly answer: RunMetricResponse }): ReactNode {
  const { result, explanation, success } = answer;
  return (
    <div className="rounded-md border border-line bg-canvas px-3 py-2">
      <p className={success ? "text-lg font-semibold" : "font-medium text-bad"}>
        {success && result !== null ? scoreText(result) : "It gave no value."}
      </p>
      {explanation !== null && (
        <p className="mt-1 wrap-anywhere whitespace-pre-wrap text-muted">{explanation}</p>
      )}
    </div>
  );
}
