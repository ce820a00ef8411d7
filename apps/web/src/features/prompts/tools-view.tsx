import type { Tool } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { CodeBlock } from "../../components/value/code-block.js";
import { DeleteButton } from "../../components/dialog/delete-button.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { Section } from "../../components/section.js";
import { Time } from "../../components/value/time.js";
import { useApi } from "../../lib/api/api-context.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { toolSnippet } from "./model/snippets.js";
import { NamedList } from "./named-list.js";
import { toolsKey, toolsQuery } from "./queries.js";
import type { PromptsSearch } from "./search.js";
import { ToolForm } from "./tool-form.js";

export function ToolsView(props: ViewProps<PromptsSearch>): ReactNode {
  const query = useQuery(toolsQuery(useApi()));
  return (
    <Loaded query={query} label="tools">
      {(tools) => (
        <NamedList
          {...props}
          noun="tool"
          items={tools}
          columns={columns}
          empty={
            <Message title="No tools yet">
              <p className="text-muted">
                A tool is a function that a model may call: its name, what it does, and a JSON
                schema of what it takes.
              </p>
            </Message>
          }
          detail={(tool, onClose) => <ToolDetail key={tool.id} tool={tool} onClose={onClose} />}
        />
      )}
    </Loaded>
  );
}

const columns: readonly GridColumn<Tool>[] = [
  {
    id: "name",
    header: "Name",
    minWidth: 150,
    grow: 1,
    cell: ({ name }) => <span className="font-mono text-xs font-medium">{name}</span>,
  },
  {
    id: "description",
    header: "Description",
    minWidth: 180,
    grow: 3,
    cell: ({ description }) => <span className="text-muted">{description}</span>,
  },
  {
    id: "parameters",
    header: "Takes",
    minWidth: 140,
    grow: 1,
    cell: ({ parameters }) => (
      <span className="text-muted">{parameterNames(parameters).join(", ")}</span>
    ),
  },
  {
    id: "changed",
    header: "Changed",
    minWidth: 120,
    cell: ({ updated_at }) => <Time at={updated_at} />,
  },
];

/** The properties that a JSON schema of an object names. */
function parameterNames({ properties }: Tool["parameters"]): readonly string[] {
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}

function ToolDetail(props: { readonly tool: Tool; readonly onClose: () => void }): ReactNode {
  const { tool, onClose } = props;
  const api = useApi();
  return (
    <DetailPanel
      label="tool"
      title={tool.name}
      actions={
        <>
          <DialogButton text="Edit" look="quiet" label="Edit tool">
            {(onDone) => <ToolForm tool={tool} onClose={onDone} onSaved={() => {}} />}
          </DialogButton>
          <DeleteButton
            title={`the tool ${tool.name}`}
            onDelete={() => api.call("deleteTool", { query: { function_id: tool.id } })}
            onDeleted={onClose}
            queryKey={toolsKey(api)}
          >
            <p>Programs that load it by its name find none from then on. Traces of it stay.</p>
          </DeleteButton>
        </>
      }
      onClose={onClose}
    >
      <p className={tool.description === "" ? "text-faint" : ""}>
        {tool.description === "" ? "No description" : tool.description}
      </p>
      <Section title="Parameters" value={tool.parameters} />
      <section>
        <h3 className="mb-1 text-xs font-semibold text-muted">Load it in a program</h3>
        <CodeBlock label="Copy the program that loads it" text={toolSnippet(tool.name)} />
      </section>
    </DetailPanel>
  );
}
