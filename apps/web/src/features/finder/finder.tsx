import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import {
  useEffect,
  useId,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";

import { explainError } from "../../components/error-message.js";
import { useApi } from "../../lib/api/api-context.js";
import { nextIndex } from "../../lib/next-index.js";
import { FoundList, optionId } from "./found-list.js";
import type { Found } from "./model/found.js";
import { foundQuery } from "./queries.js";

const nothing: readonly Found[] = [];
const hint = "Goes to runs, sessions, spans, datasets, metrics and prompts of this project.";

interface FinderProps {
  /** What was typed before it was there. */
  readonly typed: string;
  readonly onClose: () => void;
}

/** Finds by id or name whatever the project has, and goes there: the arrows choose, Enter opens. */
export function Finder({ typed, onClose }: FinderProps): ReactNode {
  const [draft, setDraft] = useState(typed);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const text = draft.trim();
  const query = useQuery(foundQuery(useApi(), text));
  const found = text === "" ? nothing : (query.data ?? nothing);
  const count = text === "" ? 0 : found.length + 1;
  const active = Math.min(chosen, count - 1);
  // What is shown while it is looked for was found for another text: Enter opens what will be found.
  const [isEntered, setIsEntered] = useState(false);
  const isOpening = isEntered && !query.isFetching;
  useEffect(() => {
    if (!isOpening) return;
    setIsEntered(false);
    if (query.error === null) document.getElementById(optionId(listId, active))?.click();
  }, [isOpening, query.error, listId, active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") setIsEntered(true);
    const next = /^(Arrow|Page)/.test(event.key) ? nextIndex(event.key, active, count) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    setIsEntered(false);
    setChosen(next);
    document.getElementById(optionId(listId, next))?.scrollIntoView({ block: "nearest" });
  };
  return (
    <div className="flex max-h-[70dvh] flex-col gap-2">
      <input
        type="text"
        role="combobox"
        aria-label="Find"
        aria-controls={listId}
        aria-expanded={count > 0}
        aria-activedescendant={active < 0 ? undefined : optionId(listId, active)}
        placeholder="A name, or the id of a session, span, trace or run"
        autoFocus
        onFocus={goToEnd}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
          setIsEntered(false);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        className="h-9 w-full shrink-0 rounded-md border border-line-strong bg-surface px-3 placeholder:text-faint"
      />
      <FoundList id={listId} text={text} found={found} active={active} onOpen={onClose} />
      <p role="status" className="px-2 text-xs text-muted">
        {text === "" ? hint : sayFound(found.length, query, isEntered)}
      </p>
    </div>
  );
}

function goToEnd({ currentTarget: input }: FocusEvent<HTMLInputElement>): void {
  input.setSelectionRange(input.value.length, input.value.length);
}

function sayFound(
  count: number,
  { isFetching, error }: UseQueryResult<readonly Found[]>,
  isEntered: boolean,
): string {
  if (isFetching) return isEntered ? "Opens the first that is found…" : "Looking…";
  if (error !== null) return `${explainError(error).title}.`;
  return count === 0 ? "Nothing has this name or id." : "↑ ↓ choose, Enter opens.";
}
