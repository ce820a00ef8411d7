import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { countPassed, type CaseTrial } from "../../lib/cases/group-trials.js";
import type { Search } from "../../lib/address/search-params.js";
import { OutcomeMark, outcomeTones, tones } from "../badge.js";

/** With more, only their number is said. */
const maxMarks = 10;

/** `trial 2 of 3` and how each trial of the case ended, with a link to it; nothing where each case is run once. */
export function TrialMarks(props: {
  /** 1-based number of the one that is looked at. */
  readonly trial: number | undefined;
  readonly trials: readonly CaseTrial[];
  readonly search: Search<"run" | "cases">;
  /** A grid is one stop of the Tab key. */
  readonly isInGrid?: boolean;
}): ReactNode {
  const { trial, trials } = props;
  if (trial === undefined) return null;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span className="tabular-nums">
        {props.isInGrid !== true && "trial "}
        {trial} of {Math.max(trials.length, trial)}
      </span>
      {trials.length > maxMarks ? (
        <span className="text-muted">{countPassed(trials)} passed</span>
      ) : (
        <span className="inline-flex gap-0.5">
          {trials.map(({ number, sessionId, outcome }) => (
            <Link
              key={number}
              to="/sessions/$sessionId"
              params={{ sessionId }}
              search={props.search}
              tabIndex={props.isInGrid === true ? -1 : undefined}
              aria-label={`Trial ${number}: ${outcome}`}
              aria-current={number === trial || undefined}
              title={`Trial ${number}: ${outcome}`}
              className={`inline-flex size-5 items-center justify-center rounded text-xs ${tones[outcomeTones[outcome]]} ${
                number === trial
                  ? "ring-1 ring-current ring-inset"
                  : "hover:ring-1 hover:ring-inset"
              }`}
            >
              <OutcomeMark outcome={outcome} />
            </Link>
          ))}
        </span>
      )}
    </span>
  );
}
