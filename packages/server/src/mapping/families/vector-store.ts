import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";
import { fromJson, fromJsonStructure, toNumber } from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { applyRules, rule } from "../rules.js";
import { takeList } from "../take-list.js";

const query = "db.vector.query.";

const rules = [
  rule(
    "config",
    "top_k",
    [`${query}top_k`, "db.pinecone.query.top_k", "db.chroma.query.n_results"],
    toNumber,
  ),
  rule(
    "inputs",
    "filter",
    [`${query}filter`, "db.pinecone.query.filter", "db.chroma.query.where"],
    fromJsonStructure,
  ),
  rule("inputs", "namespace", "db.pinecone.query.namespace"),
  rule("inputs", "texts", "db.chroma.query.query_texts", fromJson),
  rule("config", "collection", [
    "db.collection.name",
    "db.qdrant.collection_name",
    "db.milvus.collection_name",
  ]),
  rule("config", "provider", ["db.system", "db.system.name"]),
];

/** Searches in vector stores: what was looked for, and the chunks that were found. */
export function applyVectorStore(draft: EventDraft): void {
  if (!draft.bag.hasPrefix("db.")) return;
  const matches = draft.bag.take(`${query}result.matches_length`);
  const inAttributes = takeList(draft.bag, `${query}result`).filter(isJsonObject);
  const chunks = [...inAttributes.map(toChunk), ...chunksOfEvents(draft)];
  if (chunks.length > 0) fill(draft, "outputs", "chunks", chunks);
  fill(draft, "outputs", "matches", matches);
  // A vector says nothing to a reader, and there are thousands of numbers in it.
  const lengths = draft.span.events
    .filter(({ name }) => name === "db.query.embeddings")
    .map(({ attributes }) => vectorLength(attributes["db.query.embeddings.vector"]));
  if (lengths.length > 0) fill(draft, "inputs", "vector_lengths", lengths);
  if (chunks.length > 0 || draft.bag.hasPrefix(query)) applyRules(draft, rules);
  fillAll(draft, "inputs", draft.bag.takePrefix(query));
}

function chunksOfEvents({ span }: EventDraft): JsonObject[] {
  return span.events
    .filter(({ name }) => name === "db.query.result")
    .map(({ attributes }) => {
      const prefix = "db.query.result.";
      const entries = Object.entries(attributes).filter(([key]) => key.startsWith(prefix));
      return toChunk(
        Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value])),
      );
    });
}

function toChunk({ id, score, distance, document, metadata, ...others }: JsonObject): JsonObject {
  const chunk = { id, score: score ?? distance, document, metadata: fromJson(metadata), ...others };
  return Object.fromEntries(Object.entries(chunk).filter(([, value]) => value !== undefined));
}

function vectorLength(vector: unknown): number | null {
  const numbers = typeof vector === "string" ? vector.split(",") : vector;
  return Array.isArray(numbers) ? numbers.length : null;
}
