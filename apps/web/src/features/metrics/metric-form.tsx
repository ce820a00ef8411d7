import {
  compositeAggregates,
  type MetricContent,
  type MetricReturnType,
  type MetricType,
} from "@honeyhive/contract";
import { useState, type ReactNode, type Ref } from "react";

import { SaveButton } from "../../components/form/save-button.js";
import { SelectField } from "../../components/form/select-field.js";
import { TextArea } from "../../components/form/text-area.js";
import { TextField } from "../../components/form/text-field.js";
import {
  categoriesText,
  criteriaLabels,
  exampleCriteria,
  metricField,
  partsText,
  offeredTypes,
  typeNames,
} from "./model/metric-draft.js";
import { ThresholdFields } from "./metric-threshold.js";
import type { Edits } from "./use-edits.js";
import { useSaveMetric } from "./use-save-metric.js";

/** The definition of a metric. Saving a known one makes a new version, which is used from then on. */
export function MetricForm(props: {
  readonly ref: Ref<HTMLFormElement>;
  /** Undefined for a new one. */
  readonly metricId: string | undefined;
  /** Of the version that is shown. */
  readonly content: MetricContent | undefined;
  readonly now: MetricContent | undefined;
  readonly edits?: Edits<unknown> | undefined;
  /** The version that is in use by now. */
  readonly latest?: string | undefined;
}): ReactNode {
  const { metricId, content, edits } = props;
  const save = useSaveMetric({ metricId, before: content, now: props.now, edits });
  return (
    <form
      ref={props.ref}
      aria-label="Definition"
      onSubmit={(submit) => {
        submit.preventDefault();
        edits?.onSubmit();
        save.mutate(new FormData(submit.currentTarget));
      }}
      onInput={edits?.onInput}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <Definition content={content} />
      {metricId !== undefined && (
        <TextField name={metricField.message} label="What you changed" example="optional" />
      )}
      {edits?.isBehind === true && !save.isPending && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-1.5 text-warn">
          {props.latest} was saved since you began, and is in use.{" "}
          <button type="button" onClick={edits.giveUp} className="underline underline-offset-2">
            Show it without your changes
          </button>
        </p>
      )}
      <SaveButton
        label={metricId === undefined ? "Create" : "Save as a new version"}
        look="accent"
        save={save}
      />
    </form>
  );
}

function Definition({ content }: { readonly content: MetricContent | undefined }): ReactNode {
  const [type, setType] = useState<MetricType>(content?.type ?? "JAVASCRIPT");
  return (
    <>
      <TextField
        name={metricField.name}
        label="Name, which the values of spans have"
        isRequired
        defaultValue={content?.name}
      />
      <TextField
        name={metricField.description}
        label="Description"
        defaultValue={content?.description ?? ""}
      />
      <SelectField
        name={metricField.type}
        label="Type"
        value={type}
        options={offeredTypes.map((value) => ({ value, label: typeNames[value] }))}
        onChange={setType}
      />
      {type === "COMPOSITE" ? (
        <Composition content={content} />
      ) : (
        <TextArea
          // Each type has its own example.
          key={content === undefined ? type : "criteria"}
          name={metricField.criteria}
          label={criteriaLabels[type]}
          defaultValue={content?.criteria ?? exampleCriteria[type]}
          rows={type === "HUMAN" ? 3 : 10}
          isCode={type !== "HUMAN"}
          isRequired
        />
      )}
      {type === "LLM" && <Judge content={content} />}
      <Returns
        // What is usual.
        key={content === undefined ? `gives ${type}` : "gives"}
        content={content}
        usual={type === "COMPOSITE" ? "float" : "boolean"}
      />
    </>
  );
}

function Composition({ content }: { readonly content: MetricContent | undefined }): ReactNode {
  const [how, setHow] = useState(content?.criteria ?? exampleCriteria.COMPOSITE);
  return (
    <>
      <SelectField
        name={metricField.criteria}
        label={criteriaLabels.COMPOSITE}
        value={how}
        // Other clients may write it with hyphens.
        options={[...new Set([...compositeAggregates, how])].map((value) => ({
          value,
          label: value,
        }))}
        onChange={setHow}
      />
      <TextArea
        name={metricField.parts}
        label="Its parts, a metric on each line, with its weight (or priority: 1 comes first): accuracy = 2"
        defaultValue={partsText(content?.child_metrics)}
        rows={4}
        isRequired
      />
    </>
  );
}

function Judge({ content }: { readonly content: MetricContent | undefined }): ReactNode {
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        name={metricField.provider}
        label="Provider"
        example="openai"
        isRequired
        defaultValue={content?.model_provider ?? ""}
      />
      <TextField
        name={metricField.model}
        label="Model"
        example="gpt-5-mini"
        isRequired
        defaultValue={content?.model_name ?? ""}
      />
    </div>
  );
}

const returnTypes: readonly { readonly value: MetricReturnType; readonly label: string }[] = [
  { value: "float", label: "A number" },
  { value: "boolean", label: "Yes or no" },
  { value: "categorical", label: "One of some categories" },
  { value: "string", label: "Text" },
];

function Returns(props: {
  readonly content: MetricContent | undefined;
  /** Of a new metric. */
  readonly usual: MetricReturnType;
}): ReactNode {
  const { content, usual } = props;
  const [returnType, setReturnType] = useState<MetricReturnType>(content?.return_type ?? usual);
  return (
    <>
      <SelectField
        name={metricField.returnType}
        label="Gives"
        value={returnType}
        options={returnTypes}
        onChange={setReturnType}
      />
      {returnType === "float" && (
        <TextField
          name={metricField.scale}
          label="Highest score, where scores are whole numbers from 1"
          type="number"
          example="none"
          defaultValue={content?.scale?.toString()}
        />
      )}
      {returnType === "categorical" && (
        <TextArea
          name={metricField.categories}
          label="Categories, one on each line, each with its score or without: good = 1"
          defaultValue={categoriesText(content?.categories)}
          rows={4}
        />
      )}
      <ThresholdFields
        // Of other values other things can be said.
        key={returnType}
        returnType={returnType}
        threshold={content?.return_type === returnType ? content.threshold : null}
      />
    </>
  );
}
