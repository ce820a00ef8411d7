import type { ReactNode } from "react";

import { formatCount } from "../../lib/text/format-number.js";

export interface ChoiceOption<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly count?: number;
}

/** A row of one-click filters of which at most one is on; a second click turns it off. */
export function Choice<Value extends string>(props: {
  readonly label: string;
  readonly options: readonly ChoiceOption<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => void;
}): ReactNode {
  return (
    <div role="group" aria-label={props.label} className="flex flex-wrap gap-1">
      {props.options.map(({ value, label, count }) => {
        const isOn = value === props.value;
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isOn}
            onClick={() => props.onChange(isOn ? undefined : value)}
            className={`inline-flex h-7 items-center gap-1.5 rounded-md border px-2 whitespace-nowrap ${
              isOn
                ? "border-honey-solid bg-honey-soft text-ink"
                : "border-line bg-surface text-muted hover:border-line-strong hover:text-ink"
            }`}
          >
            {label}
            {count !== undefined && (
              <span className="font-medium text-ink">{formatCount(count)}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}
