import { hashText } from "./hash-text.js";
import { contentWords } from "./words.js";

/**
 * A unit vector for a text: words and their character trigrams, hashed into `dimensions` with a sign. Texts that
 * share words, or parts of words, are close; the same text always gives the same vector.
 */
export function embedText(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const [feature, count] of countFeatures(text)) {
    const hash = hashText(feature);
    const sign = hash & 1 ? 1 : -1;
    const weight = feature.startsWith("word ") ? 1 : 0.3;
    const index = (hash >>> 1) % dimensions;
    vector[index] = (vector[index] ?? 0) + sign * weight * (1 + Math.log(count));
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function countFeatures(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (feature: string): void => void counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const word of contentWords(text)) {
    count(`word ${word}`);
    const padded = ` ${word} `;
    for (let start = 0; start + 3 <= padded.length; start++) {
      count(`part ${padded.slice(start, start + 3)}`);
    }
  }
  return counts;
}
