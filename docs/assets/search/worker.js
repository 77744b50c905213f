/* Runs the engine beside the page: the index is read and searched without holding it up. */
importScripts("words.js", "engine.js");

let engine = null;
onmessage = async ({ data: { index, turn, query } }) => {
  if (query !== undefined) return postMessage({ turn, answer: engine.answer(query) });
  try {
    const response = await fetch(index);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    engine = new self.TfprepEngine(await response.json());
    postMessage({});
  } catch (error) {
    postMessage({ problem: `${index}: ${error.message}` });
  }
};
