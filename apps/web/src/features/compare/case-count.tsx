import type { ReactNode } from "react";

import { ShownCount } from "../../components/grid/shown-count.js";

/** How many of the compared cases are shown; of trials where cases are run several times. */
export function CaseCount(props: {
  readonly shown: number;
  readonly rows: readonly { readonly trial: number | undefined }[];
}): ReactNode {
  const { shown, rows } = props;
  const noun = rows.some(({ trial }) => trial !== undefined) ? "trial" : "case";
  return <ShownCount shown={shown} total={rows.length} noun={noun} />;
}
