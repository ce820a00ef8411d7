import type { ReactNode } from "react";

import { CopyButton } from "./copy-button.js";

/** Something to be copied into a file or a terminal. */
export function CodeBlock(props: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <div className="relative w-full">
      <pre className="max-h-80 overflow-y-auto rounded-md border border-line bg-sunken p-3 pr-10 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
        {props.text}
      </pre>
      <div className="absolute top-2 right-2">
        <CopyButton label={props.label} text={() => props.text} />
      </div>
    </div>
  );
}
