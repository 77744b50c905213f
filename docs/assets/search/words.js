/* The words of a text, and of a query: whole, and by their parts. */
(() => {
  const COMPOUND = /[\wÀ-ɏ]+(?:[.\-'’][\wÀ-ɏ]+)*/g; // \p{L} takes five times as long
  const SIMPLE = /^[a-z]+$/;
  const ERROR = /[\w.]*(?:Error|Exception|Warning)\b/g;
  const STOP = new Set(
    ("a about am an and any are as at be been but by can could did do does for from get had has have how i if in " +
    "into is it its me my no not of on or our so some than that the their them then there these they this to us " +
    "use using vs was we were what when where which who why will with would you your").split(" "),
  );
  const ENDING = /(?:ations?|ators?|ings?|ions?|ers?|ors?|ed|es|e|s)$/;

  const plain = (word) => (SIMPLE.test(word) ? word : word.toLowerCase().replace(/[^a-z0-9À-ɏ]+/g, ""));

  /* "ReduceLROnPlateau" -> "Reduce LR On Plateau", but "Conv2D" as it is. */
  const humps = (word) => word.replace(/([a-z])(?=[A-Z])|([A-Z\d])(?=[A-Z][a-z])/g, "$1$2 ");

  /* "tf.data.Dataset" -> one compound of three pieces; "val_loss" -> one piece of two parts. */
  const compounds = (text) =>
    [...text.matchAll(COMPOUND)].map(({ 0: word, index }) => {
      if (SIMPLE.test(word)) return { word, index, whole: word, pieces: [{ whole: word, parts: [word] }] };
      const pieces = word.split(/[.\-]+/).map((piece) => ({
        whole: plain(piece),
        parts: humps(piece).split(/[_ ]+/).map(plain).filter(Boolean),
      }));
      return { word, index, whole: plain(word), pieces: pieces.filter((piece) => piece.whole) };
    }).filter(({ whole }) => whole);

  /* All words of a text that can be found, each as often as it stands there; and in their
     order the pieces, and the smallest parts, so that a phrase can be looked for. */
  const read = (text) => {
    const words = [], wholes = [], parts = [];
    for (const { whole, pieces } of compounds(text)) {
      if (pieces.length > 1) words.push(whole);
      for (const piece of pieces) {
        words.push(piece.whole);
        if (piece.parts.length > 1) words.push(...piece.parts);
        wholes.push(piece.whole);
        parts.push(...piece.parts);
      }
    }
    return { words, pieces: wholes.join(" "), phrase: parts.join(" ") };
  };
  const phrase = (text) => read(text).phrase;

  const isWanted = ({ whole, pieces }, wanted) =>
    wanted.has(whole) || pieces.some((piece) => wanted.has(piece.whole) || piece.parts.some((part) => wanted.has(part)));

  /* What the forms of a word share: it widens a search and never narrows it. */
  const root = (word) => {
    if (word.length < 5) return word;
    const short = word.replace(ENDING, "");
    return short.length < 4 ? word : short.replace(/([^aeiouls])\1$/, "$1");
  };

  /* In how many slips (a letter too many, missing, wrong or swapped) two words differ; `limit` + 1 if in more. */
  const slips = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const change = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > limit) return limit + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  /* Of what a terminal printed, the message itself, without paths, bars and line numbers. */
  const message = (query) => {
    const bare = query
      .replace(/File "[^"]*", line \d+,?(?: in \S+)?/g, " ")
      .replace(/Traceback \(most recent call last\):?/g, " ")
      .replace(/(?:[A-Za-z]:)?(?:[\\/][\w.@:+-]+){2,}[\\/]?/g, " ");
    const [last] = [...bare.matchAll(ERROR)].slice(-1);
    const rest = last ? bare.slice(last.index) : "";
    return rest.length > last?.[0].length + 12 ? rest : bare;
  };

  self.tfprepWords = { ERROR, STOP, compounds, isWanted, message, phrase, plain, read, root, slips };
})();
