// Asks the program in this page: it runs in a worker, and answers one question after another.
const waiting = new Map();
let next = 0;

export const hasToken = true;

// Python could not be started, or has ended.
export class Lost extends Error {}

globalThis.program.onmessage = ({ data }) => {
  if (data.failed) {
    const lost = new Lost(`Python does not answer: ${data.failed}`);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    return;
  }
  waiting.get(data.number).resolve(data.answer);
  waiting.delete(data.number);
};

export async function ask(path, question) {
  const number = next;
  next += 1;
  const { ok, answer } = await new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    globalThis.program.postMessage({ number, path, question });
  });
  if (!ok) throw new Error(`The program refuses: ${answer.error}.`);
  return answer;
}
