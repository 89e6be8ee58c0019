// What is shown of an answer. Text goes in as text, never as markup.

const SHOWN_GENRES = 6;
const FIRST_YEAR = 1900;
// As in `services.core.types`: years by which an era is off before it is worth a word.
const APART_YEARS = 15;
const OLDER_YEARS = 10;

/** The film's name in routes, as `Film.key` has it; services of before tell none. */
export function filmKey(film) {
  if (film.key) return film.key;
  if (film.imdb_id) return film.imdb_id;
  return film.tmdb_id != null ? `tmdb-${film.tmdb_id}` : label(film);
}

/** Title and year as people write them. */
export function label(film) {
  return film.year != null ? `${film.title} (${film.year})` : film.title;
}

/** Make an element: its tag and classes ("p.note"), its attributes, what is in it. */
export function make(what, attributes = {}, ...inside) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** A film's picture over a drawn card with its title, which stays where there is no picture. */
export function picture(film, lazy = true) {
  const card = make("span.picture", { "aria-hidden": "true" }, drawn(film));
  // Whoever looks at the page may be anybody.
  if (film.marked) return card;
  const image = make("img", { alt: "" });
  if (lazy) image.loading = "lazy";
  image.addEventListener("load", () => card.classList.add("has-image"));
  image.addEventListener("error", () => image.remove());
  image.src = `/v1/films/${encodeURIComponent(filmKey(film))}/poster`;
  card.append(image);
  return card;
}

function drawn(film) {
  const seed = [...film.title].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const words = film.title.length > 34 ? `${film.title.slice(0, 32).trimEnd()}…` : film.title;
  const card = make(
    "span.drawn",
    {},
    make("span.drawn-year", {}, String(film.year ?? "")),
    make("span.drawn-title", {}, words),
  );
  card.style.setProperty("--hue", String(seed % 360));
  card.style.setProperty("--turn", `${(seed >>> 9) % 180}deg`);
  card.style.setProperty("--across", `${20 + ((seed >>> 4) % 60)}%`);
  card.style.setProperty("--down", `${30 + ((seed >>> 13) % 30)}%`);
  return card;
}

/** A grid of films, each a link to walk on; `items` are {film, similarity?, indexed?}. */
export function grid(items, linkTo) {
  const cards = items.map(({ film, similarity, indexed = true }) => {
    const text = make("span.card-text", {}, make("span.card-title", {}, film.title));
    const facts = [film.year, film.genres.slice(0, 3).join(", ")].filter(Boolean).join(" · ");
    text.append(make("span.card-facts", {}, facts || "\u00a0"));
    if (!indexed) {
      text.append(make("span.card-facts", {}, "No poster here, so no neighbours"));
      const card = make("span.picture", { "aria-hidden": "true" }, drawn(film));
      return make("li", {}, make("div.card", {}, card, text));
    }
    const link = make("a.card", { href: linkTo(film) }, picture(film), text);
    link.dataset.key = filmKey(film);
    if (similarity != null) link.append(likeness(similarity));
    return make("li", {}, link);
  });
  return make("ul.grid", { role: "list" }, ...cards);
}

function likeness(similarity) {
  const bar = make("span.likeness-bar", { "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.inlineSize = `${Math.max(0, similarity) * 100}%`;
  return make("span.likeness", {}, bar, make("span", {}, `${similarity.toFixed(2)} alike`));
}

/** The era on a line of years, with its 80 % interval, the film's own year, its neighbours'. */
export function era(year, film, neighbours, filmYear = null) {
  const last = Math.max(2030, Math.ceil((year.high + 1) / 10) * 10);
  const first = Math.min(FIRST_YEAR, Math.floor(year.low / 10) * 10);
  const at = (when) => `${((when - first) / (last - first)) * 100}%`;
  const line = make("div.line", { "aria-hidden": "true" });
  const mark = (kind, when, ...inside) => {
    const element = make(`span.${kind}`, {}, ...inside);
    element.style.insetInlineStart = at(when);
    line.append(element);
    return element;
  };
  for (let tick = Math.ceil(first / 20) * 20; tick <= last; tick += 20) {
    mark("tick", tick, make("span", {}, String(tick)));
  }
  mark("interval", year.low).style.inlineSize = `calc(${at(year.high)} - ${at(year.low)})`;
  for (const { film: { year: when } } of neighbours) if (when >= first) mark("near", when);
  mark("estimate", year.estimate);
  if (film?.year >= first) mark("truth", film.year);
  const [guess, low, high] = [year.estimate, year.low, year.high].map(Math.round);
  const legend = make(
    "ul.legend",
    { "aria-hidden": "true" },
    make("li.key-estimate", {}, "how old it looks"),
    make("li.key-interval", {}, "80 % sure"),
    make("li.key-near", {}, "its neighbours"),
  );
  if (film?.year >= first) legend.append(make("li.key-truth", {}, `released in ${film.year}`));
  return make(
    "section.era",
    { "aria-labelledby": "era-title" },
    make("h3", { id: "era-title" }, "Era"),
    make("p.said", {}, make("strong", {}, `The ${year.era}`), `, around ${guess}: most likely `,
      `between ${low} and ${high}.`),
    ...apart(year, film, filmYear),
    line,
    legend,
  );
}

/** What is said where the picture looks of another time than its film. */
function apart(year, film, filmYear) {
  const off = film?.year != null ? year.estimate - film.year : 0;
  if (Math.abs(off) >= APART_YEARS) {
    return [make("p.filed", {}, `The artwork looks ${off > 0 ? "newer" : "older"} than the film.`)];
  }
  if (film?.year != null || !filmYear || Math.abs(filmYear.estimate - year.estimate) < OLDER_YEARS) return [];
  const [guess, low, high] = [filmYear.estimate, filmYear.low, filmYear.high].map(Math.round);
  return [make("p.filed", {}, "The film may be from another time than its poster: "
    + `around ${guess}, most likely between ${low} and ${high}.`)];
}

/** The genres as bars, the predicted ones set off, the unlikely ones folded away. */
export function genres(scores) {
  const rows = scores.map(({ name, probability, predicted }) => {
    const percent = `${Math.round(probability * 100)} %`;
    const bar = make("span.bar", { "aria-hidden": "true" }, make("span"));
    bar.firstChild.style.inlineSize = `${probability * 100}%`;
    const row = make("li", {}, make("span.name", {}, name), bar, make("span.percent", {}, percent));
    if (predicted) {
      row.className = "predicted";
      row.append(make("span.out-of-sight", {}, "predicted"));
    }
    return row;
  });
  const section = make(
    "section.genres",
    { "aria-labelledby": "genres-title" },
    make("h3", { id: "genres-title" }, "Genres"),
    make("ul", { role: "list" }, ...rows.slice(0, SHOWN_GENRES)),
  );
  if (rows.length > SHOWN_GENRES) {
    section.append(
      make("details", {}, make("summary", {}, `${rows.length - SHOWN_GENRES} less likely ones`),
        make("ul", { role: "list" }, ...rows.slice(SHOWN_GENRES))),
    );
  }
  return section;
}

/** A sentence in which `backticks` hold what is to be typed. */
export function sentence(text) {
  return text.split("`").map((part, place) => (place % 2 ? make("code", {}, part) : part));
}
