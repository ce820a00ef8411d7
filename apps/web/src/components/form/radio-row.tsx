import type { ReactNode } from "react";

export interface RadioOption {
  readonly value: string;
  readonly label: ReactNode;
}

/** Radio buttons that look like the choices of a filter. */
export function RadioRow(props: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly RadioOption[];
  readonly defaultValue: string | undefined;
}): ReactNode {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="mb-1 text-xs text-muted">{props.legend}</legend>
      {props.options.map(({ value, label }) => (
        <label
          key={value}
          className="inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md border border-line bg-surface px-2 text-muted hover:border-line-strong hover:text-ink has-checked:border-honey-solid has-checked:bg-honey-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-honey-solid"
        >
          <input
            type="radio"
            name={props.name}
            value={value}
            defaultChecked={value === props.defaultValue}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
