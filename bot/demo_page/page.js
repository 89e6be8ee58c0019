// SimCord writes "in 15 minutes" once and leaves it so; and it goes on asking a bot that has ended.

const EVERY_MS = 1000;
const RELATIVE = /^(in .+|.+ ago|now|today|tomorrow|yesterday|(this|next|last) \w+)$/;
const UNITS = [["second", 60], ["minute", 60], ["hour", 24], ["day", 7], ["week", Infinity]];
// One answer may be late, on a busy machine.
const SILENT = 3;

const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
let ahead = 0;
let unanswered = 0;

function relative(seconds) {
  let amount = seconds;
  for (const [unit, most] of UNITS) {
    if (Math.abs(amount) < most) return words.format(Math.round(amount), unit);
    amount /= most;
  }
  return "";
}

function tick() {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll("time.discord-timestamp")) {
    if (!RELATIVE.test(time.textContent)) continue;
    const told = relative((Date.parse(time.dateTime) - now) / 1000);
    if (told && told !== time.textContent) time.textContent = told;
  }
}

function tell() {
  const there = document.getElementById("marquee-ended");
  if (unanswered < SILENT) {
    there?.remove();
    return;
  }
  if (there) return;
  const said = document.createElement("p");
  said.id = "marquee-ended";
  said.setAttribute("role", "alert");
  said.textContent = "The demo was stopped, so nothing is answered here any more. "
    + "Start it again with “make demo” or “marquee demo”, and open the page that it names.";
  document.body.prepend(said);
}

async function ask() {
  const asked = Date.now();
  try {
    const answer = await fetch("/marquee/now", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { now } = await answer.json();
    ahead = now - (asked + Date.now()) / 2;
    unanswered = 0;
  } catch {
    unanswered += 1;
  }
  tell();
  tick();
}

setInterval(ask, EVERY_MS);
ask();
