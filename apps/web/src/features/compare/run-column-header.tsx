import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactNode } from "react";

import { Time } from "../../components/value/time.js";
import { parseList, toList } from "../../lib/address/search-params.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { CompareRunsSearch } from "./compare-runs-search.js";
import type { ComparedRun } from "./model/summarise-runs.js";

/** Which run a column is, whether it is the baseline, and the way to leave it out. */
export function RunColumnHeader(
  props: ViewProps<CompareRunsSearch> & {
    readonly run: ComparedRun;
    readonly baseline: string;
  },
): ReactNode {
  const { search, onSearchChange, run } = props;
  const { run_object: object } = run.result;
  const name = runName(run);
  const ids = parseList(search.runs);
  const isBaseline = run.runId === props.baseline;
  return (
    <th scope="col" className="min-w-52 px-3 py-2 text-left align-top font-normal">
      <div className="flex items-start gap-1">
        <Link
          to="/runs/$runId"
          params={{ runId: run.runId }}
          className="line-clamp-2 min-w-0 font-medium wrap-anywhere hover:underline"
        >
          {name}
        </Link>
        {ids.length > 2 && (
          <button
            type="button"
            title={`Leave out ${name}`}
            onClick={() =>
              void onSearchChange({
                runs: toList(ids.filter((id) => id !== run.runId)),
                ...(isBaseline ? { base: undefined } : {}),
              })
            }
            className="ml-auto rounded p-1 text-faint hover:bg-surface hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
            <span className="sr-only">Leave out {name}</span>
          </button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
        <label className="inline-flex cursor-pointer items-center gap-1.5">
          <input
            type="radio"
            name="baseline"
            checked={isBaseline}
            onChange={() => void onSearchChange({ base: run.runId, sort: undefined })}
            className="size-3 accent-honey-solid"
          />
          baseline<span className="sr-only"> is {name}</span>
        </label>
        <Time at={object.created_at} />
      </div>
    </th>
  );
}

export function runName({ runId, result }: ComparedRun): string {
  const { name } = result.run_object;
  return name === "" ? runId : name;
}
