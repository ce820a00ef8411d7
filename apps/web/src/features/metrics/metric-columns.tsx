import type { Metric } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";

import { Badge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Time } from "../../components/value/time.js";
import { typeNames } from "./model/metric-draft.js";
import { whereUsed } from "./model/where-used.js";

export function metricColumns(all: readonly Metric[]): readonly GridColumn<Metric>[] {
  return [
    {
      id: "name",
      header: "Metric",
      minWidth: 130,
      grow: 2,
      cell: ({ id, name }) => (
        <Link
          to="/metric-definitions/$metricId"
          params={{ metricId: id }}
          tabIndex={-1}
          className="font-medium hover:underline"
        >
          {name}
        </Link>
      ),
    },
    {
      id: "type",
      header: "Type",
      minWidth: 174,
      cell: ({ type }) => <Badge tone="neutral">{typeNames[type]}</Badge>,
    },
    {
      id: "returns",
      header: "Returns",
      minWidth: 104,
      cell: ({ return_type: returnType }) => <span className="text-muted">{returnType}</span>,
    },
    {
      id: "criteria",
      header: "Criteria",
      minWidth: 120,
      grow: 3,
      cell: ({ criteria, description }) => (
        <span className="text-muted" title={criteria}>
          {description === null || description === "" ? criteria : description}
        </span>
      ),
    },
    {
      id: "used",
      header: "Used",
      minWidth: 150,
      grow: 1,
      cell: (metric) => <span className="text-muted">{whereUsed(metric, all) ?? "–"}</span>,
    },
    {
      id: "changed",
      header: "Changed",
      minWidth: 110,
      cell: ({ updated_at }) => <Time at={updated_at} />,
    },
  ];
}
