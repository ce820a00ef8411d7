const stopWords = new Set(
  (
    "a an and any are as at be been but by can could did do does for from had has have how i if in into is it its " +
    "may me my of on or our shall should so such than that the their them then there these they this those to was " +
    "we were what when where which while who whom whose why will with would you your"
  ).split(" "),
);

/** Lower-case words of a text in order, reduced to a rough stem; versions and names with dots stay whole. */
export function splitWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) ?? [];
  return words.map(stem);
}

/** The words that carry meaning. */
export function contentWords(text: string): string[] {
  return splitWords(text).filter((word) => !stopWords.has(word));
}

/** Roughly what a tokenizer of a language model counts: short words are one token, long ones several. */
export function countTokens(text: string): number {
  return splitTokens(text).length;
}

/** Pieces of at most six characters, each with the white space before it: joined, they are the text. */
export function splitTokens(text: string): string[] {
  return text.match(/\s*[\p{L}\p{N}]{1,6}|\s*[^\s\p{L}\p{N}]{1,3}|\s+$/gu) ?? [];
}

function stem(word: string): string {
  if (word.length < 5 || /[^a-z]/.test(word)) return word;
  return word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?<=[a-z]{3})(?:ing|ed|es|s|e)$/, "")
    .replace(/([b-df-hj-np-tv-z])\1$/, "$1");
}
