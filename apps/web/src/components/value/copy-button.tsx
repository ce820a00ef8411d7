import { Check, Copy, Link2 } from "lucide-react";
import { useState, type ReactNode } from "react";

export function CopyButton(props: {
  readonly label: string;
  readonly icon?: "link";
  readonly text: () => string;
}): ReactNode {
  const [isCopied, setIsCopied] = useState(false);
  const Resting = props.icon === "link" ? Link2 : Copy;
  const Icon = isCopied ? Check : Resting;
  return (
    <button
      type="button"
      title={props.label}
      onBlur={() => setIsCopied(false)}
      onClick={() => void navigator.clipboard.writeText(props.text()).then(() => setIsCopied(true))}
      className="rounded p-1 text-faint hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only" role="status">
        {isCopied ? "Copied" : props.label}
      </span>
    </button>
  );
}
