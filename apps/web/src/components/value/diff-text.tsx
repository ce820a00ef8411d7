import type { ReactNode } from "react";

import type { DiffPart } from "../../lib/text/diff-words.js";

/** One side of a difference: what both have, and what only this one has. */
export function DiffText(props: {
  readonly parts: readonly DiffPart[];
  readonly shown: "removed" | "added";
}): ReactNode {
  const Mark = props.shown === "removed" ? "del" : "ins";
  const color = props.shown === "removed" ? "bg-bad-soft" : "bg-good-soft";
  return props.parts
    .filter(({ kind }) => kind === "same" || kind === props.shown)
    .map(({ kind, text }, index) =>
      kind === "same" ? (
        <span key={index}>{text}</span>
      ) : (
        <Mark key={index} className={`rounded-sm no-underline ${color}`}>
          {text}
        </Mark>
      ),
    );
}
