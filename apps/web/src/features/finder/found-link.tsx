import { Link } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";

import type { Target } from "./model/found.js";

export type OptionProps = Required<
  Pick<ComponentProps<"a">, "id" | "role" | "aria-selected" | "tabIndex" | "onClick" | "className">
>;

/** A link to what was found. */
export function FoundLink(props: {
  readonly target: Target;
  readonly option: OptionProps;
  readonly children: ReactNode;
}): ReactNode {
  const { target, option, children } = props;
  const { to, id } = target;
  switch (to) {
    case "/sessions/$sessionId": {
      const search = target.event === undefined ? {} : { event: target.event };
      return (
        <Link to={to} params={{ sessionId: id }} search={search} {...option}>
          {children}
        </Link>
      );
    }
    case "/runs/$runId":
      return (
        <Link to={to} params={{ runId: id }} {...option}>
          {children}
        </Link>
      );
    case "/datasets/$datasetId":
      return (
        <Link to={to} params={{ datasetId: id }} {...option}>
          {children}
        </Link>
      );
    case "/metric-definitions/$metricId":
      return (
        <Link to={to} params={{ metricId: id }} {...option}>
          {children}
        </Link>
      );
    case "/prompts":
      return (
        <Link to={to} search={{ open: id }} {...option}>
          {children}
        </Link>
      );
    default:
      to satisfies never;
      return null;
  }
}
