// What is said of a picture that somebody showed, and lines around the posters in it.

import { filmKey, label, make } from "./answer.js";

// Of the picture's area: where one poster covers more, a line around it tells nothing.
const FILLS = 0.8;
const SVG = "http://www.w3.org/2000/svg";
const BY = {
  picture: "by the whole picture",
  geometry: "by details that lie as on its poster",
  title: "by the title that stands on it",
};

/** What was decided; a picture in which a film was recognised is a poster. */
export function decision({ match, perhaps, is_poster: isPoster }) {
  if (match) return "match";
  if (perhaps) return "perhaps";
  return isPoster === false ? "not_poster" : "none";
}

/** The answer in one line. */
export function headline(found) {
  if (found.posters?.length > 1) return `${found.posters.length} posters in this picture`;
  return {
    match: () => `This is ${label(found.match.film)}`,
    perhaps: () => `Perhaps this is ${label(found.perhaps.film)}`,
    not_poster: () => "This does not look like a movie poster",
    none: () => "I do not know this poster",
  }[decision(found)]();
}

/** What stands below that line: how sure it is, and each of several posters. */
export function told(found) {
  if (found.posters?.length > 1) {
    const lines = leftToRight(found.posters).map((poster) => {
      const sure = howSure(poster.match ?? poster.perhaps);
      return make("li", {}, named(poster), ...(sure ? [make("span.filed", {}, ` ${sure}`)] : []));
    });
    return [make("ol.posters", {}, ...lines)];
  }
  const sure = howSure(found.match ?? found.perhaps);
  if (sure) return [make("p.filed", {}, sure)];
  const [nearest] = others(found);
  const hints = {
    not_poster: "If there is one in it, a picture from nearer and straight on may help.",
    none: nearest ? `It resembles the poster of ${label(nearest.film)} most.` : "Nothing is near it.",
  };
  const hint = hints[decision(found)];
  return hint ? [make("p.filed", {}, hint)] : [];
}

/** The neighbours without the films that the answer names, surely or perhaps. */
export function others(found) {
  const seen = [found, ...(found.posters ?? [])];
  const films = seen.flatMap(({ match, perhaps }) => [match, perhaps]).filter(Boolean);
  const keys = new Set(films.map(({ film }) => filmKey(film)));
  return found.neighbours.filter(({ film }) => !keys.has(filmKey(film)));
}

/** The number, from the left, of the poster that the answer's neighbours are near to. */
export function firstNumber({ posters }) {
  return leftToRight(posters).indexOf(posters[0]) + 1;
}

/** The picture as it was shown, with lines around the posters in it where they tell something. */
export function shownPicture(found, url) {
  const isPoster = decision(found) !== "not_poster";
  const image = make("img", { alt: isPoster ? "The poster you showed" : "The picture you showed" });
  const card = make("span.picture.has-image", {}, image);
  const placed = leftToRight(found.posters ?? [])
    .map((poster, place) => ({ poster, number: place + 1 }))
    .filter(({ poster }) => poster.corners);
  image.addEventListener("load", () => {
    const { naturalWidth: width, naturalHeight: height } = image;
    const several = found.posters?.length > 1;
    const fills = placed.length && area(placed[0].poster.corners) >= FILLS * width * height;
    if (!placed.length || (!several && fills)) return;
    card.classList.add("outlined");
    card.style.aspectRatio = `${width} / ${height}`;
    card.append(outline(placed, width, height, several));
  });
  image.src = url;
  return card;
}

function howSure(match) {
  if (match?.confidence == null) return "";
  const percent = match.confidence > 0.99
    ? "More than 99 %" : `About ${Math.round(match.confidence * 100)} %`;
  return `${percent} sure${match.by in BY ? `, ${BY[match.by]}` : ""}.`;
}

function named({ match, perhaps }) {
  if (match) return `This is ${label(match.film)}.`;
  return perhaps ? `Perhaps this is ${label(perhaps.film)}.` : "A poster that I do not know.";
}

function leftToRight(posters) {
  const across = ({ corners }) =>
    corners ? corners.reduce((sum, [x]) => sum + x, 0) : Number.MAX_VALUE;
  return [...posters].sort((one, other) => across(one) - across(other));
}

function area(corners) {
  const after = (place) => corners[(place + 1) % corners.length];
  const twice = corners.reduce(
    (sum, [x, y], place) => sum + x * after(place)[1] - after(place)[0] * y, 0);
  return Math.abs(twice) / 2;
}

/** A light line in a dark one with marks at the corners, which is seen without colours. */
function outline(placed, width, height, several) {
  const words = placed.map(({ poster, number }) => `${number}: ${named(poster)}`).join(" ");
  const drawing = shape("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": several ? `A numbered line around each poster. ${words}`
      : "A line around the poster in the picture",
  });
  for (const { poster: { corners }, number } of placed) {
    const points = corners.map((corner) => corner.join(",")).join(" ");
    const marks = corners.map(([x, y]) => `M${x} ${y}h0`).join("");
    for (const shade of ["dark", "light"]) {
      drawing.append(shape("polygon", { points, class: `line ${shade}` }));
      drawing.append(shape("path", { d: marks, class: `marks ${shade}` }));
    }
    if (several) {
      const size = Math.max(width, height) / 14;
      const [x, y] = corners[0].map((at, axis) =>
        Math.min(Math.max(at, size * 0.3), (axis ? height : width) - size));
      const text = shape("text", { x: x + size * 0.3, y: y + size, "font-size": size });
      text.append(String(number));
      drawing.append(text);
    }
  }
  return drawing;
}

function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
