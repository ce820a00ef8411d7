import type { ReactNode } from "react";

import type { CaseTexts } from "../../lib/cases/case-texts.js";
import { previewValue } from "../../lib/text/preview-value.js";

/** The beginning of what went in or came out of a case, while it is read three dots. */
export function PreviewText(props: {
  readonly texts: CaseTexts | undefined;
  readonly of: keyof CaseTexts;
  readonly className?: string;
}): ReactNode {
  if (props.texts === undefined) return <span className="text-faint">…</span>;
  const text = previewValue(props.texts[props.of]);
  return (
    <span title={text} className={props.className}>
      {text}
    </span>
  );
}
