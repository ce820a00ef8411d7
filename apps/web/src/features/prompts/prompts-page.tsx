import type { ReactNode } from "react";

import { Choice } from "../../components/form/choice.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ConfigurationForm } from "./configuration-form.js";
import { ConfigurationsView } from "./configurations-view.js";
import { NewButton } from "./new-button.js";
import type { PromptsSearch } from "./search.js";
import { ToolForm } from "./tool-form.js";
import { ToolsView } from "./tools-view.js";

type Tab = "configurations" | "tools";

/** Models with their prompts, and the tools that they may call, kept under names that programs load them by. */
export function PromptsPage(props: ViewProps<PromptsSearch>): ReactNode {
  const { search, onSearchChange } = props;
  const tab: Tab = search.tab === "tools" ? "tools" : "configurations";
  const open = (id: string): void => void onSearchChange({ open: id, name: undefined });
  return (
    <Page>
      <PageHeader
        title={tab === "tools" ? "Tools" : "Prompts"}
        actions={
          tab === "tools" ? (
            <NewButton text="New tool">
              {(onClose) => <ToolForm tool={undefined} onClose={onClose} onSaved={open} />}
            </NewButton>
          ) : (
            <NewButton text="New prompt">
              {(onClose) => (
                <ConfigurationForm configuration={undefined} onClose={onClose} onSaved={open} />
              )}
            </NewButton>
          )
        }
      >
        <Choice<Tab>
          label="Kind"
          options={[
            { value: "configurations", label: "prompts" },
            { value: "tools", label: "tools" },
          ]}
          value={tab}
          onChange={(chosen) =>
            void onSearchChange({
              tab: (chosen ?? tab) === "tools" ? "tools" : undefined,
              open: undefined,
              name: undefined,
            })
          }
        />
      </PageHeader>
      {tab === "tools" ? <ToolsView {...props} /> : <ConfigurationsView {...props} />}
    </Page>
  );
}
