import { pickSearch, type Search } from "../../lib/address/search-params.js";

const listKeys = ["name", "row"] as const;

/** `row` is the dataset that was open last. */
export type DatasetsSearch = Search<(typeof listKeys)[number]>;

export function parseDatasetsSearch(search: Readonly<Record<string, unknown>>): DatasetsSearch {
  return pickSearch(search, listKeys);
}

const keys = ["q", "datapoint"] as const;

/** `datapoint` is the open one. */
export type DatasetSearch = Search<(typeof keys)[number]>;

export function parseDatasetSearch(search: Readonly<Record<string, unknown>>): DatasetSearch {
  return pickSearch(search, keys);
}
