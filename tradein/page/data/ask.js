// Asks the program; the token in the page's address goes with each question.
const token = location.hash.slice(1);

export const hasToken = token !== "";

// The program did not answer at all.
export class Lost extends Error {}

async function answered(path, question) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Tradein-Token": token },
      body: JSON.stringify(question),
    });
    return { ok: response.ok, answer: await response.json() };
  } catch {
    throw new Lost("The program does not answer; it may have ended. Your text is still here, and "
      + "“Save as…” keeps it. The next key asks again.");
  }
}

export async function ask(path, question) {
  const { ok, answer } = await answered(path, question);
  if (!ok) throw new Error(`The program refuses: ${answer.error}.`);
  return answer;
}
