import { Link } from "@tanstack/react-router";
import { ListPlus } from "lucide-react";
import type { ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { toList } from "../../lib/address/search-params.js";

export function CompareRunsHeader(props: { readonly runIds: readonly string[] }): ReactNode {
  return (
    <PageHeader
      title={`Compare ${props.runIds.length} runs`}
      actions={
        <Link to="/runs" search={{ select: toList(props.runIds) }} className={buttonClass()}>
          <ListPlus aria-hidden="true" className="size-4" />
          Choose runs
        </Link>
      }
    />
  );
}
