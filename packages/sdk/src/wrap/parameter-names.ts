/**
 * The names of a function's parameters as far as its source tells: `undefined` stands for a destructured or rest
 * parameter. Minified code has short names; bound and native functions have none.
 */
export function parameterNames(fn: (...args: never[]) => unknown): readonly (string | undefined)[] {
  let source: string;
  try {
    source = Function.prototype.toString.call(fn);
  } catch {
    // A revoked proxy, say: no source, no names.
    return [];
  }
  return splitParameters(parameterList(source)).map((parameter) => {
    const name = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?:=|$)/u.exec(parameter);
    return name?.[1];
  });
}

/** The text between the parentheses, or the single bare parameter of an arrow function. */
function parameterList(source: string): string {
  const bare = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(source);
  if (bare?.[1] !== undefined) return bare[1];
  if (/\{\s*\[native code\]\s*\}$/.test(source)) return "";
  let depth = 0;
  let open = -1;
  for (let position = 0; position < source.length; position++) {
    const skipTo = skipQuoted(source, position);
    if (skipTo > position) {
      position = skipTo;
      continue;
    }
    const character = source.charAt(position);
    // A computed name may stand in brackets before the list.
    if (character === "(" && depth === 0) open = position;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth === 0 && open >= 0) {
      return source.slice(open + 1, position);
    }
  }
  return "";
}

function splitParameters(list: string): string[] {
  const parameters: string[] = [];
  let depth = 0;
  let current = "";
  for (let position = 0; position < list.length; position++) {
    const skipTo = skipQuoted(list, position);
    if (skipTo > position) {
      current += list.startsWith("/", position) ? "" : list.slice(position, skipTo + 1);
      position = skipTo;
      continue;
    }
    const character = list.charAt(position);
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character === "," && depth === 0) {
      parameters.push(current.trim());
      current = "";
    } else {
      current += character;
    }
  }
  if (current.trim() !== "") parameters.push(current.trim());
  return parameters;
}

/** Where a string, template or comment that begins at `position` ends; `position` itself when none begins there. */
function skipQuoted(source: string, position: number): number {
  const character = source.charAt(position);
  if (character === '"' || character === "'" || character === "`") {
    for (let end = position + 1; end < source.length; end++) {
      if (source.charAt(end) === "\\") end++;
      else if (source.charAt(end) === character) return end;
    }
    return source.length;
  }
  if (source.startsWith("/*", position)) return indexOrEnd(source, "*/", position) + 1;
  if (source.startsWith("//", position)) return indexOrEnd(source, "\n", position);
  return position;
}

function indexOrEnd(source: string, text: string, from: number): number {
  const index = source.indexOf(text, from);
  return index < 0 ? source.length : index;
}
