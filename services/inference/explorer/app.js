// The explorer: where one is stands in the address, so that back, reload and links work.

import { era, filmKey, genres, grid, label, make, picture, sentence } from "./answer.js";
import { decision, firstNumber, headline, others, shownPicture, told } from "./recognition.js";
import { combobox } from "./search.js";

const NEIGHBOURS = 10;
const START_FILMS = 8;

const by = (id) => document.getElementById(id);
const [answer, problem, status, select] = ["answer", "problem", "status", "encoder"].map(by);
// The pictures asked about since the page was opened; an address names one by its number.
const posters = [];
let service = { encoders: [], max_k: NEIGHBOURS, max_bytes: Infinity };
let displayNames = new Map();
// The encoders whose films were embedded with weights of before.
let outdated = new Map();
let asking = null;

class Refusal extends Error {}

async function fetched(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal("Marquee cannot be reached right now, please try again in a moment.");
  }
  if (response.status === 401) location.assign("/sign-in");
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Refusal(
    body?.error?.message ?? "Marquee’s answer could not be read, please try again in a moment.",
  );
}

function place() {
  const query = new URLSearchParams(location.search);
  return { film: query.get("film"), q: query.get("q"), poster: query.get("poster") };
}

function address(what) {
  const query = new URLSearchParams(what);
  const chosen = service.encoders.find((encoder) => encoder.name === select.value);
  if (chosen && !chosen.default) query.set("encoder", select.value);
  return `/${query.size ? `?${query}` : ""}`;
}

function go(what) {
  history.pushState(null, "", address(what));
  show();
}

/** Show what the address names; `moved` tells whether a person went there. */
async function show(moved = true) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const where = place();
  answer.setAttribute("aria-busy", "true");
  if (where.film || where.q || where.poster) status.textContent = "Looking …";
  try {
    const [said, ...parts] = await parts_of(where, signal);
    if (signal.aborted) return;
    answer.replaceChildren(...parts);
    status.textContent = said;
    problem.hidden = true;
    document.title = where.film || where.q || where.poster ? `${said} – Marquee` : "Marquee";
    document.body.classList.toggle("asked", Boolean(where.film || where.q || where.poster));
    if (moved) land();
  } catch (error) {
    if (error.name === "AbortError" || signal.aborted) return;
    if (!(error instanceof Refusal)) console.error(error);
    status.textContent = "";
    refuse(error instanceof Refusal ? error.message : "Something broke on this page, sorry.");
  } finally {
    if (!signal.aborted) answer.setAttribute("aria-busy", "false");
  }
}

function land() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (answer.querySelector("h2") ?? answer).focus({ preventScroll: true });
  answer.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

function refuse(message) {
  problem.hidden = false;
  problem.replaceChildren(...sentence(message));
  problem.scrollIntoView({ block: "nearest" });
}

async function parts_of(where, signal) {
  const query = new URLSearchParams({ k: Math.min(NEIGHBOURS, service.max_k) });
  if (select.value) query.set("encoder", select.value);
  if (where.film) {
    const path = `/v1/films/${encodeURIComponent(where.film)}/neighbours?${query}`;
    return answered(await fetched(path, { signal }), null);
  }
  if (where.poster) {
    const poster = posters[Number(where.poster)];
    if (!poster) {
      throw new Refusal("That picture was only in this page’s memory; please show it to me again.");
    }
    const body = new FormData();
    body.append("poster", poster.file, "poster");
    const found = await fetched(`/v1/identify?${query}`, { method: "POST", body, signal });
    if (found.id) read_title(found.id, poster.url, signal);
    return answered(found, poster.url);
  }
  if (where.q) return searched(where.q, signal);
  return start(signal);
}

/** Show an answer anew where the title of its picture is read; where none is, it stays. */
async function read_title(id, url, signal) {
  const path = `/v1/identifications/${encodeURIComponent(id)}/title`;
  const found = await fetched(path, { method: "POST", signal }).catch(() => null);
  if (!found || signal.aborted) return;
  const [said, ...parts] = answered(found, url);
  answer.replaceChildren(...parts);
  status.textContent = said;
  document.title = `${said} – Marquee`;
}

async function start(signal) {
  const { films } = await fetched(`/v1/films?sample=${START_FILMS}`, { signal });
  return [
    "",
    make("h2", { tabindex: "-1" }, "Or walk in anywhere"),
    grid(films, linkTo),
  ];
}

async function searched(words, signal) {
  const query = new URLSearchParams({ q: words, limit: 20 });
  const { by: way, films } = await fetched(`/v1/search?${query}`, { signal });
  if (!films.length) {
    return [
      "Nothing found",
      make("h2", { tabindex: "-1" }, "Nothing found"),
      make("p", {}, `No film here is called anything like “${words}”. Try fewer words, or a picture.`),
    ];
  }
  const said = way === "words" ? `Posters that show “${words}”` : `Titles like “${words}”`;
  const items = films.map(({ film, score, indexed }) =>
    way === "words" ? { film, similarity: score } : { film, indexed });
  return [said, make("h2", { tabindex: "-1" }, said), grid(items, linkTo)];
}

function answered(found, url) {
  return url ? recognised(found, url) : walked_to(found);
}

/** A film of the catalogue that somebody went to. */
function walked_to(found) {
  const { film } = found.match;
  const facts = make("div.subject-text", {}, make("h2", { tabindex: "-1" }, label(film)));
  facts.append(...facts_of(film));
  const subject = make("div.subject", {}, picture(film, false), facts);
  const side = make("div.side", {}, subject, ...look(found, film));
  return [label(film), make("div.columns", {}, side, near("Nearest posters", found))];
}

/** A picture that somebody showed. */
function recognised(found, url) {
  const said = headline(found);
  const facts = make("div.subject-text", {}, make("h2", { tabindex: "-1" }, said), ...told(found));
  const several = found.posters?.length > 1;
  const film = several ? null : found.match?.film ?? null;
  const named = several ? null : film ?? found.perhaps?.film;
  if (named) facts.append(...facts_of(named));
  const subject = make("div.subject", {}, shownPicture(found, url), facts);
  // Beside what is no poster, neighbours, era and genres would mean nothing.
  if (decision(found) === "not_poster") return [said, subject];
  const side = make("div.side", {}, subject, ...(several ? [] : look(found, film)));
  const unnamed = decision(found) === "none" ? "It resembles" : "Nearest posters";
  const title = several ? `Nearest to poster ${firstNumber(found)}` : unnamed;
  return [said, make("div.columns", {}, side, near(title, found))];
}

function facts_of(film) {
  const facts = film.genres.length ? [make("p.filed", {}, film.genres.join(", "))] : [];
  const page = film.imdb_id
    ? `https://www.imdb.com/title/${film.imdb_id}/`
    : film.tmdb_id != null ? `https://www.themoviedb.org/movie/${film.tmdb_id}` : null;
  if (page) {
    const link = make("a", { href: page, rel: "noreferrer" },
      film.imdb_id ? "Its page on IMDb" : "Its page on TMDB");
    facts.push(make("p", {}, link));
  }
  return facts;
}

function look(found, film) {
  const parts = found.year ? [era(found.year, film, others(found), found.film_year)] : [];
  return found.genres.length ? [...parts, genres(found.genres)] : parts;
}

function near(title, found) {
  return make(
    "section.near-films",
    { "aria-labelledby": "near-title" },
    make("h3", { id: "near-title" }, title),
    ...ranked_by(found.encoder),
    grid(others(found), linkTo),
  );
}

function ranked_by(name) {
  const encoder = service.encoders.find((each) => each.name === name);
  if (encoder?.metric !== "euclidean") return [];
  return [make("p.filed", {}, `${displayName(name)} ranks by distance, so a film may be more alike `
    + "in angle (the number) than one before it.")];
}

const displayName = (name) => displayNames.get(name) ?? name;

const linkTo = (film) => address({ film: filmKey(film) });

function ask_about(file) {
  if (!file) return;
  if (file.size > service.max_bytes) {
    const most = Math.floor(service.max_bytes / 2 ** 20);
    refuse(`That file is larger than the ${most} MB I can look at; please send a smaller copy.`);
    return;
  }
  posters.push({ file, url: URL.createObjectURL(file) });
  field.set("");
  go({ poster: posters.length - 1 });
}

function choose_encoder() {
  const asked = new URLSearchParams(location.search).get("encoder");
  const known = service.encoders.some((encoder) => encoder.name === asked);
  select.value = known ? asked : service.encoders.find((encoder) => encoder.default)?.name ?? "";
  tell_of_encoder();
}

function tell_of_encoder() {
  const encoder = service.encoders.find(({ name }) => name === select.value);
  if (!encoder) return;
  const films = `${encoder.films.toLocaleString("en")} film${encoder.films === 1 ? "" : "s"}`;
  const note = encoder.state === "missing"
    ? `built by \`${encoder.build}\``
    : `${films}, ranked by ${encoder.metric === "cosine" ? "cosine" : "distance"}`;
  const before = outdated.get(encoder.name);
  const renew = before
    ? `. Seen with ${before.built_with}, of before; \`${encoder.build}\` renews them`
    : "";
  by("encoder-note").replaceChildren(...sentence(note + renew));
  by("catalogue").textContent = encoder.state === "missing" ? "Marquee" : `Marquee · ${films}`;
}

function listen() {
  for (const id of ["choose", "photo"]) {
    by(id).addEventListener("change", ({ target }) => {
      ask_about(target.files[0]);
      target.value = "";
    });
  }
  select.addEventListener("change", () => {
    tell_of_encoder();
    const where = Object.entries(place()).filter(([, value]) => value !== null);
    go(Object.fromEntries(where));
  });
  answer.addEventListener("click", (event) => {
    const link = event.target.closest("a.card");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    field.set("");
    go({ film: link.dataset.key });
  });
  by("home").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.set("");
    go({});
  });
  window.addEventListener("popstate", () => {
    choose_encoder();
    field.set(place().q ?? "");
    show();
  });
  document.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    ask_about(file);
  });
  const dragged = (event) => [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.body.classList.remove("dragging");
    ask_about(event.dataTransfer.files[0]);
  });
}

const field = combobox(by("search"), {
  suggest: async (words, signal) => {
    const query = new URLSearchParams({ q: words });
    const { films } = await fetched(`/v1/titles?${query}`, { signal });
    return films.filter(({ indexed }) => indexed).map(({ film }) => film);
  },
  onFilm: (film) => go({ film: filmKey(film) }),
  onWords: (words) => go({ q: words }),
});

async function begin() {
  listen();
  try {
    const paths = ["/v1/encoders", "/v1/encoders/names"];
    const [offered, names] = await Promise.all(paths.map((path) => fetched(path)));
    service = offered;
    displayNames = new Map(names.encoders.map((each) => [each.name, each.display_name]));
    outdated = new Map(names.encoders.map((each) => [each.name, each.outdated]));
  } catch (error) {
    refuse(error.message);
    return;
  }
  select.replaceChildren(...service.encoders.map(({ name, state }) => {
    const shown = displayName(name);
    return make("option", { value: name }, state === "missing" ? `${shown}, not built` : shown);
  }));
  if (service.encoders.some(({ words, state }) => words && state !== "missing")) {
    by("title-label").textContent = "Type a title, or what the poster shows";
  }
  choose_encoder();
  // Nothing where the address names no words: somebody may be typing already.
  const { q } = place();
  if (q !== null) field.set(q);
  await show(false);
}

begin();
