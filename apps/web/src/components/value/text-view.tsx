import { lazy, Suspense, useState, type ReactNode } from "react";

import { looksLikeMarkdown } from "../../lib/text/looks-like-markdown.js";
import { Clamped } from "./clamped.js";

// Most traces show none: what parses it comes when it is needed.
const Markdown = lazy(async () => ({ default: (await import("./markdown.js")).Markdown }));

/** Above this a text is shown as it stands, from its beginning. */
const longestMarkdown = 50_000;

/** Text as it stands, or as the Markdown it seems to be, with a way back. */
export function TextView({ text }: { readonly text: string }): ReactNode {
  const [isPlain, setIsPlain] = useState(false);
  if (text === "") return <p className="text-faint">empty text</p>;
  const plain = (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      <Clamped text={text} limit={4_000} />
    </p>
  );
  if (text.length > longestMarkdown || !looksLikeMarkdown(text)) return plain;
  return (
    <div>
      {isPlain ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <Markdown text={text} />
        </Suspense>
      )}
      <button
        type="button"
        onClick={() => setIsPlain(!isPlain)}
        className="mt-1 rounded text-[11px] text-faint underline underline-offset-2 hover:text-ink"
      >
        {isPlain ? "Show as Markdown" : "Show as written"}
      </button>
    </div>
  );
}
