// The title field: an ARIA combobox whose list is asked from the service.

import { filmKey, label } from "./answer.js";

const PAUSE_MS = 140;

/**
 * Wire the field up.
 * `suggest(words, signal)` resolves to films; `onFilm(film)` and `onWords(words)` are told.
 */
export function combobox(form, { suggest, onFilm, onWords }) {
  const input = form.querySelector("[role=combobox]");
  const list = form.querySelector("[role=listbox]");
  let films = [];
  let active = -1;
  let asking = null;
  let pause = 0;

  function show(found) {
    films = found;
    active = -1;
    list.replaceChildren(...films.map(option));
    const open = films.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(pause);
    asking?.abort();
    show([]);
  }

  function option(film, place) {
    const item = document.createElement("li");
    item.id = `title-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.textContent = film.title;
    const year = document.createElement("span");
    year.className = "year";
    year.textContent = film.year ?? "";
    item.append(title, " ", year);
    item.dataset.key = filmKey(film);
    // Not `click`: the field would lose its focus first, and the list with it.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(place);
    });
    return item;
  }

  function choose(place) {
    const film = films[place];
    input.value = label(film);
    close();
    onFilm(film);
  }

  function activate(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const item = list.children[active];
    if (!item) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  async function ask() {
    asking?.abort();
    const words = input.value.trim();
    if (!words) {
      show([]);
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = await suggest(words, signal);
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch (error) {
      // Suggestions are a courtesy: what is wrong is told when the search itself is sent.
      if (error.name !== "AbortError") show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = films.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count) {
        ask();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are films: the field itself, as the pattern has it.
      activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(active);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim();
    close();
    if (words) onWords(words);
    else input.focus();
  });
  return { set: (words) => { input.value = words; } };
}
