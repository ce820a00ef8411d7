import type { Dataset, JsonObject } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { Button } from "../../components/button.js";
import { SelectField } from "../../components/form/select-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { datasetsQuery } from "../../lib/api/dataset-queries.js";
import { formatCount } from "../../lib/text/format-number.js";
import { previewValue } from "../../lib/text/preview-value.js";
import { firstDatapointsQuery, maxOffered } from "./queries.js";

/** Gives the inputs of a datapoint that is chosen. */
export function FillFromDatapoint(props: {
  readonly onFill: (inputs: JsonObject) => void;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return <Choices {...props} />;
  return (
    <div className="-ml-2.5">
      <Button look="quiet" onClick={() => setIsOpen(true)}>
        Fill from a datapoint
      </Button>
    </div>
  );
}

const longestLabel = 80;

function noneLabel(dataset: Dataset | undefined): string {
  return dataset?.datapoints.length === 0 ? "none in it" : "choose one";
}

function Choices(props: { readonly onFill: (inputs: JsonObject) => void }): ReactNode {
  const api = useApi();
  const [chosen, setChosen] = useState({ dataset: "", datapoint: "" });
  const datasets = useQuery(datasetsQuery(api));
  const dataset = datasets.data?.find(({ id }) => id === chosen.dataset);
  const datapoints = useQuery(firstDatapointsQuery(api, dataset));
  const error = datasets.error ?? datapoints.error;
  const count = dataset?.datapoints.length ?? 0;
  return (
    <div className="flex flex-wrap gap-2">
      <SelectField
        name="dataset"
        label="Dataset"
        value={chosen.dataset}
        options={[
          { value: "", label: datasets.data?.length === 0 ? "none yet" : "choose one" },
          ...(datasets.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(id) => setChosen({ dataset: id, datapoint: "" })}
      />
      <SelectField
        name="datapoint"
        label={
          count > maxOffered
            ? `Datapoint, of the first ${maxOffered} of ${formatCount(count)}`
            : "Datapoint"
        }
        value={chosen.datapoint}
        options={[
          { value: "", label: datapoints.isFetching ? "loading…" : noneLabel(dataset) },
          ...(datapoints.data ?? []).map(({ id, inputs }) => ({
            value: id,
            label: previewValue(inputs).slice(0, longestLabel) || id,
          })),
        ]}
        onChange={(id) => {
          setChosen({ ...chosen, datapoint: id });
          const datapoint = datapoints.data?.find((one) => one.id === id);
          if (datapoint !== undefined) props.onFill(datapoint.inputs);
        }}
      />
      {error !== null && (
        <p role="alert" className="w-full text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}
