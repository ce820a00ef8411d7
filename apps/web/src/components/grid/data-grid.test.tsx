// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { press } from "../../testing/press.js";
import { DataGrid } from "./data-grid.js";
import type { GridColumn } from "./grid-column.js";

afterEach(cleanup);

const columns: readonly GridColumn<string>[] = [
  { id: "name", header: "Name", minWidth: 100, isSortable: true, cell: (row) => row },
];

function Grid(props: {
  readonly rows: readonly string[];
  readonly log?: (entry: string) => void;
  readonly initialKey?: string;
}): ReactNode {
  const { log = () => undefined } = props;
  return (
    <DataGrid
      label="Names"
      columns={columns}
      rows={props.rows}
      rowKey={(row) => row}
      initialKey={props.initialKey}
      sort={{ columnId: "name", direction: "asc" }}
      onSort={(id) => log(`sort ${id}`)}
      onOpen={(row) => log(`open ${row}`)}
      onMove={(row) => log(`move ${row}`)}
      rowKeys={{ x: (row) => log(`mark ${row}`) }}
      empty={<p>Nobody here</p>}
    />
  );
}

const letters = ["a", "b", "c"];

function logged(act: (grid: HTMLElement) => void, initialKey?: string): readonly string[] {
  const log: string[] = [];
  render(
    <Grid
      rows={letters}
      log={(entry) => log.push(entry)}
      {...(initialKey === undefined ? {} : { initialKey })}
    />,
  );
  act(screen.getByRole("grid"));
  return log;
}

test("moves with j and k and opens with Enter", () => {
  const log = logged((grid) => press(grid, "j", "j", "j", "k", "Enter"));
  expect(log).toEqual(["move b", "move c", "move c", "move b", "open b"]);
});

test("starts on the row it is given", () => {
  expect(logged((grid) => press(grid, "Enter"), "c")).toEqual(["open c"]);
});

test("runs the keys of its rows", () => {
  expect(logged((grid) => press(grid, "End", "x"))).toEqual(["move c", "mark c"]);
});

test("leaves the browser's own shortcuts alone", () => {
  const log = logged((grid) => fireEvent.keyDown(grid, { key: "k", ctrlKey: true }));
  expect(log).toEqual([]);
});

test("names the active row for assistive technology", () => {
  render(<Grid rows={letters} />);
  const grid = screen.getByRole("grid");
  const before = grid.getAttribute("aria-activedescendant");
  press(grid, "j");
  expect(grid.getAttribute("aria-activedescendant")).not.toBe(before);
  expect(grid.getAttribute("aria-rowcount")).toBe("4");
});

test("keeps the chosen row active when others arrive above it", () => {
  const { rerender } = render(<Grid rows={letters} />);
  const grid = screen.getByRole("grid");
  press(grid, "j");
  const log: string[] = [];
  rerender(<Grid rows={["new", ...letters]} log={(entry) => log.push(entry)} />);
  press(grid, "Enter");
  expect(log).toEqual(["open b"]);
});

test("sorts by a click on a header and says how it is sorted", () => {
  const log = logged(() => fireEvent.click(screen.getByRole("button", { name: "Name" })));
  expect(log).toEqual(["sort name"]);
  expect(screen.getByRole("columnheader").getAttribute("aria-sort")).toBe("ascending");
});

test("shows what stands for no rows, and then takes no keys", () => {
  render(<Grid rows={[]} />);
  press(screen.getByRole("grid"), "j", "Enter");
  expect(screen.getByText("Nobody here")).toBeTruthy();
});
