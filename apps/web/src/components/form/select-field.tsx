import type { ReactNode } from "react";

import { fieldClass } from "./text-field.js";

/** One of some values in a form. */
export function SelectField<Value extends string>(props: {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const { options } = props;
  return (
    <label className="flex min-w-0 flex-1 flex-col gap-1">
      <span className="text-xs text-muted">{props.label}</span>
      <select
        name={props.name}
        value={props.value}
        onChange={({ target }) => {
          const chosen = options.find(({ value }) => value === target.value);
          if (chosen !== undefined) props.onChange(chosen.value);
        }}
        className={`${fieldClass} min-w-0`}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
