// The secret goes to the service once; what stays in the browser is a cookie that no script can read.

const [form, secret, problem] = ["sign-in", "secret", "problem"].map((id) =>
  document.getElementById(id),
);

function tell(message) {
  problem.textContent = message;
  problem.hidden = false;
  secret.select();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  try {
    const headers = { "Content-Type": "text/plain" };
    const response = await fetch("/session", { method: "POST", headers, body: secret.value });
    const body = await response.json();
    if (response.ok) location.replace("/");
    else tell(body.error.message);
  } catch {
    tell("Marquee cannot be reached right now, please try again in a moment.");
  }
});
