import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { Message } from "../../components/message.js";
import { mostCompared } from "../../lib/api/compared-runs.js";

/** What a comparison of too few runs says. */
export function ChooseRuns(): ReactNode {
  return (
    <Message title="Choose runs to compare" isPage>
      <p className="text-muted">
        Mark two to {mostCompared} in the list of runs, then compare them.
      </p>
      <Link to="/runs" className={buttonClass("accent")}>
        Choose runs
      </Link>
    </Message>
  );
}
