// Finds the path of a setting in the lines of a scenario, by indentation, dashes and braces.

// A line's column of the key, the columns of the dashes before it, and the key; null if nothing is there.
export function parts(text) {
  const lead = text.match(/^ *(?:- +|-$)*/)[0];
  const rest = text.slice(lead.length);
  const dashes = [...lead].flatMap((letter, column) => (letter === "-" ? [column] : []));
  if (rest.startsWith("#") || (rest === "" && !dashes.length)) return null;
  const key = rest.match(/^([^\s:#{}[\],][^:#{}[\]]*?) *:(?= |$)/);
  return { column: lead.length, dashes, key: key && unquoted(key[1]) };
}

function unquoted(text) {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}

// The steps down to the mapping that holds a key in this column of a line.
export function around(lineAt, index, column, dashes) {
  const steps = [];
  let edge = column;
  const intoList = (columns) => {
    for (const dash of columns.toReversed()) {
      steps.unshift("[]");
      edge = dash + 1;
    }
  };
  intoList(dashes);
  for (let i = index - 1; i >= 0 && edge > 0; i -= 1) {
    const line = parts(lineAt(i));
    if (!line) continue;
    const alone = line.key === null && line.dashes.length && line.dashes.at(-1) < edge - 1;
    if (alone || (line.column === edge && line.dashes.length)) {
      intoList(line.dashes);
    } else if (line.column < edge && line.key !== null) {
      steps.unshift(line.key);
      edge = line.column;
      intoList(line.dashes);
    }
  }
  return steps;
}

// The steps into the braces and brackets that are open at the end of a text, and where the last part begins.
function opened(text) {
  const stack = [];
  let key = null;
  let start = 0;
  for (const token of text.matchAll(/[{}[\],]|[^{}[\],:\s][^{}[\],:]*(?=:)/g)) {
    if (token[0] === "{") stack.push(key === null ? [] : [key]);
    else if (token[0] === "[") stack.push(key === null ? ["[]"] : [key, "[]"]);
    else if (token[0] === "}" || token[0] === "]") stack.pop();
    else if (token[0] !== ",") {
      key = unquoted(token[0]);
      continue;
    }
    key = null;
    start = token.index + 1;
  }
  return { steps: stack.flat(), start, braces: stack.length > 0 };
}

// What is written at a place: the steps to its mapping, and the key with the value so far, or the
// key that is being typed; null in a comment.
export function placeAt(lineAt, index, offset) {
  const text = lineAt(index);
  const before = text.slice(0, offset);
  if (/(^|\s)#/.test(before)) return null;
  const line = parts(text) ?? { column: offset, dashes: [] };
  if (offset < line.column) return null;
  const inner = opened(before.slice(line.column));
  const last = before.slice(line.column + (inner.braces ? inner.start : 0));
  const steps = [...around(lineAt, index, line.column, line.dashes), ...inner.steps];
  const pair = last.match(/^\s*([^:]*?)\s*:(?:\s+|$)(.*)$/);
  const column = inner.braces ? null : line.column;
  return pair
    ? { steps, column, key: unquoted(pair[1]), typed: pair[2] }
    : { steps, column, key: null, typed: last.trimStart() };
}

// The keys that stand in the same mapping as one in this column of a line.
export function siblings(lineAt, count, index, column) {
  const keys = [];
  const collect = (i, step) => {
    for (; i >= 0 && i < count; i += step) {
      const line = parts(lineAt(i));
      if (!line) continue;
      const first = line.column === column && line.dashes.length > 0;
      if (line.column < column || (first && step > 0)) return;
      if (line.column === column && line.key !== null) keys.push(line.key);
      if (first) return;
    }
  };
  if (!parts(lineAt(index))?.dashes.length) collect(index - 1, -1);
  collect(index + 1, 1);
  return keys;
}
