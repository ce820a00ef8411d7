import type { CaseOutcome, RunStatus } from "@honeyhive/contract";
import { Timer } from "lucide-react";
import type { ReactNode } from "react";

export const tones = {
  good: "bg-good-soft text-good",
  bad: "bg-bad-soft text-bad",
  warn: "bg-warn-soft text-warn",
  neutral: "bg-sunken text-muted",
} as const;

export type Tone = keyof typeof tones;

export function Badge(props: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 text-xs leading-5 font-medium whitespace-nowrap ${tones[props.tone]}`}
    >
      {props.children}
    </span>
  );
}

export const outcomeTones: Readonly<Record<CaseOutcome, Tone>> = {
  passed: "good",
  failed: "bad",
  errored: "bad",
  "timed-out": "warn",
  skipped: "neutral",
  cancelled: "neutral",
};

const outcomeMarks: Readonly<Record<CaseOutcome, ReactNode>> = {
  passed: "✓",
  failed: "✗",
  errored: "!",
  "timed-out": <Timer className="inline size-3" />,
  skipped: "–",
  cancelled: "–",
};

/** The mark repeats what the colour says. */
export function OutcomeBadge({ outcome }: { readonly outcome: CaseOutcome }): ReactNode {
  return (
    <Badge tone={outcomeTones[outcome]}>
      <OutcomeMark outcome={outcome} />
      {outcome}
    </Badge>
  );
}

export function OutcomeMark({ outcome }: { readonly outcome: CaseOutcome }): ReactNode {
  return <span aria-hidden="true">{outcomeMarks[outcome]}</span>;
}

const statusTones: Readonly<Record<RunStatus, Tone>> = {
  pending: "neutral",
  running: "warn",
  completed: "good",
  failed: "bad",
  cancelled: "neutral",
};

export function StatusBadge({ status }: { readonly status: RunStatus }): ReactNode {
  return (
    <Badge tone={statusTones[status]}>
      {status === "running" && (
        <span aria-hidden="true" className="size-1.5 animate-pulse rounded-full bg-current" />
      )}
      {status}
    </Badge>
  );
}
