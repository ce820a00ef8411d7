import type { Configuration } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ConfigurationDetail } from "./configuration-detail.js";
import { readParameters } from "./model/configuration-draft.js";
import { NamedList } from "./named-list.js";
import { configurationsQuery } from "./queries.js";
import type { PromptsSearch } from "./search.js";

export function ConfigurationsView(props: ViewProps<PromptsSearch>): ReactNode {
  const query = useQuery(configurationsQuery(useApi()));
  return (
    <Loaded query={query} label="prompts">
      {(configurations) => (
        <NamedList
          {...props}
          noun="prompt"
          items={configurations}
          columns={columns}
          empty={
            <Message title="No prompts yet">
              <p className="text-muted">
                A prompt is a model with its messages and parameters, kept under a name: programs
                load it by that, and people change it here.
              </p>
            </Message>
          }
          detail={(configuration, onClose) => (
            <ConfigurationDetail
              key={configuration.id}
              configuration={configuration}
              onClose={onClose}
            />
          )}
        />
      )}
    </Loaded>
  );
}

const columns: readonly GridColumn<Configuration>[] = [
  {
    id: "name",
    header: "Name",
    minWidth: 150,
    grow: 2,
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    id: "model",
    header: "Model",
    minWidth: 150,
    grow: 2,
    cell: ({ provider, parameters }) => (
      <>
        {readParameters(parameters).model} <span className="text-faint">{provider}</span>
      </>
    ),
  },
  {
    id: "env",
    header: "Environments",
    minWidth: 140,
    cell: ({ env }) => (
      <span className="flex gap-1">
        {env.map((name) => (
          <Badge key={name} tone={name === "prod" ? "good" : "neutral"}>
            {name}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: "tags",
    header: "Tags",
    minWidth: 100,
    grow: 1,
    cell: ({ tags }) => <span className="text-muted">{tags.join(", ")}</span>,
  },
  {
    id: "changed",
    header: "Changed",
    minWidth: 120,
    cell: ({ updated_at }) => <Time at={updated_at} />,
  },
];
