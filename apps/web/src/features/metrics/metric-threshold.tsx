import type { MetricReturnType, MetricThreshold } from "@honeyhive/contract";
import { useState, type ReactNode } from "react";

import { SelectField } from "../../components/form/select-field.js";
import { TextArea } from "../../components/form/text-area.js";
import { TextField } from "../../components/form/text-field.js";
import { thresholdField } from "./model/threshold-draft.js";

const answers = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
] as const;

/** Which of the values that a metric gives pass. */
export function ThresholdFields(props: {
  readonly returnType: MetricReturnType;
  readonly threshold: MetricThreshold | null | undefined;
}): ReactNode {
  const { returnType } = props;
  const { min, max, pass_when: wanted, passing_categories: passing = [] } = props.threshold ?? {};
  const [answer, setAnswer] = useState<"true" | "false">(wanted === false ? "false" : "true");
  if (returnType === "boolean") {
    return (
      <SelectField
        name={thresholdField.wanted}
        label="Passes when it is"
        value={answer}
        options={answers}
        onChange={setAnswer}
      />
    );
  }
  if (returnType === "float") {
    const bound = (name: string, label: string, value: number | undefined): ReactNode => (
      <TextField
        name={name}
        label={label}
        type="number"
        step="any"
        example="any"
        defaultValue={value?.toString()}
      />
    );
    return (
      <div className="grid grid-cols-2 gap-3">
        {bound(thresholdField.least, "Passes from", min)}
        {bound(thresholdField.most, "Passes up to", max)}
      </div>
    );
  }
  return (
    <TextArea
      name={thresholdField.passing}
      label="What passes, one on each line; nothing: all of it"
      defaultValue={passing.join("\n")}
      rows={2}
    />
  );
}
