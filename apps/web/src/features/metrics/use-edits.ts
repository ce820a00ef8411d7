import { useRef, useState } from "react";

export interface Edits<Start> {
  /** What the fields start with. */
  readonly start: Start;
  /** Another than before where the fields are to be made anew. */
  readonly formKey: string;
  /** Whether somebody else has saved something since the edits began. */
  readonly isBehind: boolean;
  readonly onInput: () => void;
  readonly onSubmit: () => void;
  /** To be called when what was sent is saved and read again. */
  readonly onSaved: () => void;
  /** Whether something was typed since the form was sent. */
  readonly isEditedSince: () => boolean;
  readonly giveUp: () => void;
}

interface Kept<Start> {
  readonly scope: string;
  readonly formKey: string;
  /** Undefined once they are saved: what is typed from then on begins with the latest. */
  readonly begun: { readonly start: Start; readonly key: string } | undefined;
}

/**
 * What a form starts with: the latest, until something is typed into it. Then that stays until it is saved or given up,
 * whatever others save meanwhile, and so does what is typed while it is being saved. Another `scope` gives it up.
 */
export function useEdits<Start>(latest: {
  readonly start: Start;
  /** Tells what may be started with apart. */
  readonly key: string;
  readonly scope: string;
}): Edits<Start> {
  const { scope } = latest;
  const [last, setKept] = useState<Kept<Start>>();
  const isEdited = useRef(false);
  if (last !== undefined && last.scope !== scope) setKept(undefined);
  const kept = last?.scope === scope ? last : undefined;
  const formKey = kept?.formKey ?? `${scope} ${latest.key}`;
  return {
    start: kept?.begun === undefined ? latest.start : kept.begun.start,
    formKey,
    isBehind: kept?.begun !== undefined && kept.begun.key !== latest.key,
    onInput: () => {
      isEdited.current = true;
      setKept((before) => {
        if (before?.begun !== undefined) return before;
        // Edits that were drawn are saved by now: what is typed begins with what is read of them.
        const isSaved = kept?.begun !== undefined;
        return { scope, formKey, begun: isSaved ? undefined : latest };
      });
    },
    onSubmit: () => {
      isEdited.current = false;
    },
    onSaved: () => {
      const isDone = !isEdited.current;
      setKept((before) =>
        isDone || before === undefined ? undefined : { ...before, begun: undefined },
      );
    },
    isEditedSince: () => isEdited.current,
    giveUp: () => setKept(undefined),
  };
}
