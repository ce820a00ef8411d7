import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { useHotkeys } from "../../lib/hooks/use-hotkeys.js";
import type { TraceSearch } from "./search.js";

/** A session to step to, with the view of it. */
export interface Step {
  readonly sessionId: string;
  readonly search: TraceSearch;
}

/** The ways to the sessions before and after this one, by click and with `[` and `]`. */
export function StepLinks(props: {
  readonly label: string;
  /** What is stepped through: `Next case`. */
  readonly noun: string;
  readonly previous: Step | undefined;
  readonly next: Step | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { noun, previous, next } = props;
  const navigate = useNavigate();
  const go = (step: Step | undefined): void => {
    if (step === undefined) return;
    const { sessionId, search } = step;
    void navigate({ to: "/sessions/$sessionId", params: { sessionId }, search });
  };
  useHotkeys({ "[": () => go(previous), "]": () => go(next) });
  return (
    <nav aria-label={props.label} className="flex items-center gap-1">
      <StepLink label={`Previous ${noun} ([)`} step={previous}>
        <ChevronLeft aria-hidden="true" className="size-4" />
      </StepLink>
      <span className="text-muted">{props.children}</span>
      <StepLink label={`Next ${noun} (])`} step={next}>
        <ChevronRight aria-hidden="true" className="size-4" />
      </StepLink>
    </nav>
  );
}

function StepLink(props: {
  readonly label: string;
  readonly step: Step | undefined;
  readonly children: ReactNode;
}): ReactNode {
  if (props.step === undefined) {
    return (
      <span aria-hidden="true" className={`${buttonClass()} opacity-40`}>
        {props.children}
      </span>
    );
  }
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: props.step.sessionId }}
      search={props.step.search}
      aria-label={props.label}
      title={props.label}
      className={buttonClass()}
    >
      {props.children}
    </Link>
  );
}
