/* Ranks the pages that answer a query.

   Material's own search (lunr) adds up what single sections score, word by word. Here a
   page counts twice: by its best section, and as a whole, since the page that is about
   something has the word in many sections. A word is looked for as it stands, in its
   forms, in what it means (docs/data/search_words.yml, the glossary) and, if nothing has
   it, in what differs by a slip.

   MiniSearch 7.2.0 was tried as the index below it: it needs as much code around it, for pages,
   meanings and phrases, and takes twice the time; 423 of the test's 425 queries found their page. */
(() => {
  const { ERROR, STOP, compounds, isWanted, message, phrase, plain, read, root, slips } = self.tfprepWords;
  const PARTS = ["heading", "text", "names", "about"];
  const SECTION = { heading: [2, 0.6, 0.4], text: [1, 1.4, 0.6], names: [0.8, 1.4, 0.6], about: [0.5, 1, 0] };
  const PAGE = {
    title: [5, 0.6, 0.3], heading: [1.6, 1.5, 0.4], text: [1.6, 4, 0.5], names: [1, 4, 0.5], about: [2.5, 1, 0],
  };
  /* [weight, after how many times more of a word hardly counts, how much length counts] */
  const MOST_WORDS = 48, MOST_PAGES = 15, MOST_SECTIONS = 5, TEASER = 180;
  const FAMILIAR = 4; // pages with a word that somebody may have meant
  const ASKS_MEANING = /^(?:what(?:[’']s| is| are| does)|define|(?:meaning|definition) of)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+mean)?\W*$/i;
  const NAMES_MEANING = /^(.+?)\s+(?:meaning|definition)$/i;

  const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  /* A title that has a word tells less when every text has it too. */
  const between = (everywhere, here) => Math.sqrt(Math.max(everywhere, 0.15) * here);
  const raise = (map, key, value) => { if (value > (map.get(key) ?? 0)) map.set(key, value); };

  class Engine {
    constructor({ docs, means }) {
      this.sections = [];
      this.pages = [];
      this.known = new Map();
      this.postings = new Map(); // word -> [section, then how often in each of its PARTS]
      const byPath = new Map();
      for (const doc of docs) {
        const [path] = doc.location.split("#");
        if (!byPath.has(path)) {
          byPath.set(path, this.pages.length);
          this.pages.push({ doc, sections: [], boost: doc.boost ?? 1 });
        }
        this.add(doc, byPath.get(path));
      }
      this.vocabulary = [...this.postings.keys()].sort();
      this.roots = Map.groupBy ? Map.groupBy(this.vocabulary, root) : group(this.vocabulary, root);
      this.measure();
      this.means = new Map(Object.entries(means).map(([asks, all]) => [phrase(asks), all.map(phrase)]));
    }

    add(doc, page) {
      const section = this.sections.length;
      const isTop = !this.pages[page].sections.length;
      const about = isTop ? `${doc.about ?? ""} ${doc.location}` : "";
      const found = [doc.title, doc.text, doc.names ?? "", about].map(read);
      const [heading, text] = found.map((read) => ` ${read.pieces} ; ${read.phrase} `);
      const isError = doc.text.match(ERROR)?.some((name) => doc.text.includes(`${name}: `)) ?? false;
      this.sections.push({ doc, page, isTop, isError, heading, text, lengths: found.map(({ words }) => words.length) });
      this.pages[page].sections.push(section);
      found.forEach(({ words }, part) => {
        for (const word of words) {
          const list = this.postings.get(word) ?? [];
          if (!list.length) this.postings.set(word, list);
          if (list.at(-1)?.[0] !== section) list.push([section, 0, 0, 0, 0]);
          list.at(-1)[part + 1] += 1;
        }
      });
    }

    measure() {
      const means = (all) => PARTS.map((_, part) => sum(all.map((each) => each.lengths[part])) / all.length || 1);
      for (const page of this.pages) {
        page.isOfErrors = page.sections.filter((at) => this.sections[at].isError).length > page.sections.length / 2;
        page.lengths = PARTS.map((_, part) => sum(page.sections.map((at) => this.sections[at].lengths[part])));
      }
      this.usual = { section: means(this.sections), page: means(this.pages) };
    }

    /* How rare a word is among so many: next to nothing for one that all have. */
    static rarity(many, all) { return Math.log(1 + (all - many + 0.5) / (many + 0.5)); }

    static worth([weight, enough, length], times, size, usual, rarity) {
      return times ? weight * rarity * times / (times + enough * (1 - length + length * size / usual)) : 0;
    }

    /* What a word is worth to each section and to each page that has it; known once for all queries. */
    scores(word) {
      if (!this.known.has(word)) this.known.set(word, this.score(word));
      return this.known.get(word);
    }

    score(word) {
      const list = this.postings.get(word) ?? [];
      const sections = new Map(), pages = new Map(), counts = new Map();
      const many = PARTS.map((_, part) => list.filter((entry) => entry[part + 1]).length);
      const all = Engine.rarity(list.length, this.sections.length);
      for (const [at, ...times] of list) {
        const { lengths, page, isTop } = this.sections[at];
        sections.set(at, sum(PARTS.map((name, part) => Engine.worth(
          SECTION[name], times[part], lengths[part], this.usual.section[part],
          between(all, Engine.rarity(many[part], this.sections.length)),
        ))));
        const count = counts.get(page) ?? { title: 0, heading: 0, text: 0, names: 0, about: 0 };
        counts.set(page, count);
        PARTS.forEach((name, part) => { count[isTop && !part ? "title" : name] += times[part]; });
      }
      const has = (name) => [...counts.values()].filter((count) => count[name]).length;
      const common = Engine.rarity(counts.size, this.pages.length);
      const rarities = Object.fromEntries(
        Object.keys(PAGE).map((name) => [name, between(common, Engine.rarity(has(name), this.pages.length))]),
      );
      for (const [page, count] of counts) {
        pages.set(page, sum(Object.keys(PAGE).map((name) => {
          const part = Math.max(PARTS.indexOf(name), 0);
          return Engine.worth(PAGE[name], count[name], this.pages[page].lengths[part], this.usual.page[part], rarities[name]);
        })));
      }
      return { sections, pages };
    }

    /* The words of the index that a typed word may stand for, with how surely. */
    variants(word) {
      const found = new Map();
      if (this.postings.has(word)) found.set(word, 1);
      for (const other of this.roots.get(root(word)) ?? []) raise(found, other, 0.75);
      if (word.length > 2) {
        for (const other of this.completions(word)) raise(found, other, 0.6 * word.length / other.length);
      }
      if (!found.size && word.length > 3 && !/\d/.test(word)) {
        const [[other, away] = []] = this.alike(word);
        if (other) for (const [form, sure] of this.variants(other)) found.set(form, 0.8 * sure / away);
      }
      return found;
    }

    completions(word) {
      let low = 0, high = this.vocabulary.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.vocabulary[middle] < word) low = middle + 1; else high = middle;
      }
      let end = low;
      while (end < low + 40 && this.vocabulary[end]?.startsWith(word)) end++;
      return this.vocabulary.slice(low, end).filter((other) => other !== word);
    }

    /* Words that differ by a slip, or in a long word by two: the most frequent first. */
    alike(word) {
      const limit = word.length > 7 ? 2 : 1;
      return this.vocabulary
        .map((other) => [other, /\d/.test(other) ? limit + 1 : slips(word, other, limit)])
        .filter(([, away]) => away <= limit)
        .sort(([a, away], [b, off]) => away - off || this.postings.get(b).length - this.postings.get(a).length);
    }

    /* A phrase: what its words score together where it stands in one piece. */
    together(text) {
      const all = text.split(" ").map((word) => this.scores(word));
      const many = all.length, sections = new Map(), pages = new Map();
      for (const at of all[0].sections.keys()) {
        if (!all.every((each) => each.sections.has(at))) continue;
        const { heading, text: said, page } = this.sections[at];
        if (![heading, said].some((place) => place.includes(` ${text} `))) continue;
        const share = 1 / Math.sqrt(many);
        sections.set(at, share * sum(all.map((each) => each.sections.get(at))));
        raise(pages, page, share * sum(all.map((each) => each.pages.get(page))));
      }
      return { sections, pages };
    }

    /* The query as ideas: a word with its variants, or a phrase with what it means. */
    ideas(query) {
      const found = [], typed = compounds(query).slice(0, MOST_WORDS);
      const isShort = typed.length < 5, onlyStops = typed.every(({ whole }) => STOP.has(whole));
      const weigh = (word) => {
        if (STOP.has(word) && !onlyStops) return 0.2;
        return /^\d+$/.test(word) && !isShort ? 0.15 : 1;
      };
      const put = (word, weight) => {
        const known = found.find((idea) => idea.word === word);
        if (known) known.weight = Math.max(known.weight, weight);
        else found.push({ word, weight });
      };
      for (const { whole, pieces } of typed) {
        put(whole, weigh(whole));
        if (pieces.length > 1) {
          const share = this.postings.has(whole) ? 0.35 : 1;
          for (const piece of pieces) put(piece.whole, share * weigh(piece.whole));
        }
        for (const { whole: piece, parts } of pieces) {
          const share = this.postings.has(piece) ? 0.25 : 1;
          if (parts.length > 1) for (const part of parts) put(part, share * weigh(part));
        }
      }
      for (const idea of found) this.judge(idea, this.variants(idea.word));
      this.addMeanings(query, found);
      return found;
    }

    judge(idea, variants) {
      idea.variants = [...variants.keys()];
      idea.sections = new Map();
      idea.pages = new Map();
      for (const [word, sure] of variants) this.merge(idea, this.scores(word), sure * idea.weight);
      const [word] = idea.variants;
      idea.rarity = word ? idea.weight * Engine.rarity(this.pagesWith(word), this.pages.length) : 0;
    }

    pagesWith(word) {
      return new Set((this.postings.get(word) ?? []).map(([at]) => this.sections[at].page)).size;
    }

    merge(idea, { sections, pages }, sure) {
      for (const [at, score] of sections) raise(idea.sections, at, sure * score);
      for (const [page, score] of pages) raise(idea.pages, page, sure * score);
    }

    addMeanings(query, found) {
      const parts = phrase(query).split(" ").slice(0, MOST_WORDS);
      const single = new Set([...parts, ...found.map(({ word }) => word)]);
      const asked = [...single].filter((word) => this.means.has(word));
      for (let from = 0; from < parts.length; from++) {
        for (let size = 2; size <= 5 && from + size <= parts.length; size++) {
          const text = parts.slice(from, from + size).join(" ");
          if (this.means.has(text)) asked.push(text);
        }
      }
      for (const text of asked) {
        const within = asked.some((other) => other !== text && ` ${other} `.includes(` ${text} `));
        // The less the pages say it as it was typed, the more its meaning counts.
        const weight = within ? 0.3 : [0.9, 0.75, 0.75, 0.75][this.pagesWith(plain(text))] ?? 0.4;
        const idea = { word: text, weight, sections: new Map(), pages: new Map(), variants: [] };
        for (const meaning of this.means.get(text)) {
          this.merge(idea, this.together(meaning), idea.weight);
          idea.variants.push(...meaning.split(" ").filter((word) => !STOP.has(word)));
        }
        const own = found.find(({ word }) => word === plain(text));
        if (own) {
          this.merge(own, idea, 1);
          own.variants.push(...idea.variants);
          own.rarity ||= 2;
        } else {
          found.push({ ...idea, rarity: 0 });
          const words = text.split(" ");
          for (const each of found) if (words.includes(each.word)) this.merge(each, idea, 0.02); // it says them otherwise
        }
      }
    }

    /* How many neighbors of the query are neighbors there too, from 0 to 1; in a heading they count twice. */
    closeness(section, pairs) {
      if (!pairs.length) return 0;
      const { heading, text } = this.sections[section];
      return sum(pairs.map((pair) => (heading.includes(pair) ? 1 : text.includes(pair) ? 0.5 : 0))) / pairs.length;
    }

    /* What a query asks the meaning of, if a section has it as its heading: "tensor" of "what is a tensor?" */
    term(query) {
      const [, asked] = query.trim().match(ASKS_MEANING) ?? query.trim().match(NAMES_MEANING) ?? [];
      return asked && this.sections.some(({ doc }) => named(doc) === roots(asked)) ? asked : null;
    }

    /* Pages in the order in which they answer, each with its sections in theirs. */
    rank(query) {
      const term = this.term(query);
      const text = term ?? message(query);
      const ideas = this.ideas(text);
      const parts = phrase(text).split(" ").slice(0, MOST_WORDS);
      const pairs = parts.slice(1).map((part, at) => ` ${parts[at]} ${part} `);
      const whole = sum(ideas.map(({ rarity }) => rarity)) || 1;
      const total = (key) => {
        const totals = new Map(), covered = new Map();
        for (const idea of ideas) {
          for (const [at, score] of idea[key]) {
            totals.set(at, (totals.get(at) ?? 0) + score);
            covered.set(at, (covered.get(at) ?? 0) + idea.rarity / whole);
          }
        }
        return new Map([...totals].map(([at, score]) => [at, score * (0.15 + 0.85 * covered.get(at))]));
      };
      const sections = total("sections"), pages = total("pages");
      // What a terminal printed is explained where such messages are shown.
      const isError = query.search(ERROR) >= 0;
      for (const [at, score] of sections) {
        const isTerm = term && roots(term) === named(this.sections[at].doc);
        const fits = isTerm ? 4 : isError && this.sections[at].isError ? 1.5 : 1;
        sections.set(at, fits * score * (1 + 0.8 * this.closeness(at, pairs)));
      }
      const ranked = [...pages].map(([page, whole]) => {
        const { boost, isOfErrors, sections: all } = this.pages[page];
        const score = whole * (isError && isOfErrors ? 1.5 : 1);
        const own = all.filter((at) => sections.has(at)).map((at) => ({ at, score: sections.get(at) }));
        const best = Math.max(0, ...own.map((section) => section.score));
        for (const section of own) if (this.sections[section.at].isTop) section.score *= 0.5; // lead into the page
        own.sort((a, b) => b.score - a.score);
        return { page, score: boost * (score + best), sections: own };
      });
      ranked.sort((a, b) => b.score - a.score);
      return { ideas, ranked: ranked.filter(({ score }) => score > 0.03 * ranked[0].score).slice(0, MOST_PAGES) };
    }

    /* The query with words that stand nowhere, but for one letter, changed into what was probably meant. */
    meant(query) {
      const typed = compounds(query);
      if (typed.length > 6) return null;
      let changed = query, isOther = false;
      for (const { word, whole, index } of [...typed].reverse()) {
        const isKnown = this.means.has(whole) || whole.length < 4 || /\d/.test(whole);
        if (isKnown || this.postings.has(whole) || this.completions(whole).length) continue;
        const [[other, away] = []] = this.alike(whole);
        if (!other || away > 1 || whole.startsWith(other)) continue; // another form is no slip
        if (this.pagesWith(other) < FAMILIAR) continue; // nor is a word that no page needs
        changed = changed.slice(0, index) + other + changed.slice(index + word.length);
        isOther = true;
      }
      return isOther ? changed : null;
    }

    /* What Material's search shows: for each page the page itself and its sections. */
    answer(query) {
      if (!query.trim()) return { items: [], meant: null };
      const { ideas, ranked } = this.rank(query);
      const wanted = new Set(ideas.filter(({ weight }) => weight > 0.2).flatMap(({ variants }) => variants));
      const items = ranked.map(({ page, score, sections }) => this.item(page, score, sections, ideas, wanted));
      return { items, meant: this.meant(query), suggest: this.ending(query) };
    }

    /* Material shows the sections that score like the first, folds the others, and heads them with the
       page: the one without a section in its address, or else the last. So with a section as the best,
       the page's title leads there too, and whoever goes by key opens it. */
    item(page, score, sections, ideas, wanted) {
      const [best] = sections;
      const top = this.pages[page].doc;
      const show = ({ at, score: own }) => {
        const { doc } = this.sections[at];
        const found = ideas.filter((idea) => idea.sections.has(at));
        const terms = Object.fromEntries(found.flatMap(({ variants }) => variants.slice(0, 4)).map((word) => [word, true]));
        const isShown = own > 0.75 * best.score;
        const text = isShown ? teaser(doc.text, wanted) : ""; // reading for it takes most of the time
        return { location: doc.location, title: marked(doc.title, wanted), text, score: isShown ? score : 0, terms };
      };
      if (!best || this.sections[best.at].isTop) {
        const first = best ? show(best) : { location: top.location, title: marked(top.title, wanted), text: "", score, terms: {} };
        return [first, ...sections.slice(1, MOST_SECTIONS).map((section) => ({ ...show(section), score: 0 }))];
      }
      const shown = sections.filter(({ at }) => !this.sections[at].isTop).slice(0, MOST_SECTIONS).map(show);
      return [...shown, { ...shown[0], title: marked(top.title, wanted), text: "", score: 0 }];
    }

    /* How the last word may go on, for the gray text behind the cursor. */
    ending(query) {
      const last = query.split(/[\s-]+/).at(-1).toLowerCase();
      if (last.length < 2 || plain(last) !== last || this.postings.has(last)) return [];
      const many = (word) => this.postings.get(word).length;
      return this.completions(last).sort((a, b) => many(a) - many(b)).slice(-1);
    }
  }

  const roots = (text) => phrase(text).split(" ").map(root).join(" ");
  const named = ({ title }) => roots(title.split(" also ")[0]); // as the glossary heads its terms

  const group = (words, key) => {
    const groups = new Map();
    for (const word of words) groups.set(key(word), [...(groups.get(key(word)) ?? []), word]);
    return groups;
  };

  const marked = (text, wanted) => {
    let html = "", end = 0;
    for (const each of compounds(text)) {
      if (!isWanted(each, wanted)) continue;
      html += `${escaped(text.slice(end, each.index))}<mark>${escaped(each.word)}</mark>`;
      end = each.index + each.word.length;
    }
    return html + escaped(text.slice(end));
  };

  /* The piece of a text that has the most of what was looked for. */
  const teaser = (text, wanted) => {
    const hits = compounds(text).filter((each) => isWanted(each, wanted)).map(({ index }) => index);
    const near = (from) => hits.filter((at) => at >= from && at < from + TEASER).length;
    const best = hits.reduce((a, b) => (near(b) > near(a) ? b : a), hits[0] ?? 0);
    const start = best < 40 ? 0 : text.lastIndexOf(" ", best - 30) + 1;
    const stop = start + TEASER < text.length ? text.indexOf(" ", start + TEASER) : -1;
    const piece = stop < 0 ? text.slice(start) : text.slice(start, stop);
    return `${start ? "… " : ""}${marked(piece, wanted)}${stop < 0 ? "" : " …"}`;
  };

  self.TfprepEngine = Engine;
})();
