// What is done with an answer, without leaving the page: each of these forms works without this script too.

/** Sends a form of an answer, and gives what the server says: { ok, told } or the error's words. */
async function sent(form, values = {}) {
  const data = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const told = await response.json();
    return response.ok ? { ok: true, told } : { ok: false, told: told.detail };
  } catch {
    document.dispatchEvent(new Event("reperes:unreachable"));
    return { ok: false, told: "" };
  }
}

function say(form, words) {
  form.closest("[data-actions]").querySelector("[data-result]").textContent = words || form.dataset.failed || "";
}

async function share(form) {
  const { ok, told } = await sent(form);
  if (!ok) return say(form, told);
  const result = form.closest("[data-actions]").querySelector("[data-result]");
  const link = document.createElement("a");
  link.href = told.url;
  link.textContent = told.url;
  try {
    await navigator.clipboard.writeText(told.url);
    result.replaceChildren(form.dataset.copied, " ", link);
  } catch {
    result.replaceChildren(form.dataset.shared, " ", link);
  }
}

async function judge(form, useful) {
  const details = form.querySelector("[data-why]");
  if (useful === "non" && details.hidden) {
    details.hidden = false; // why, before it is sent
    details.querySelector("select").focus();
    return;
  }
  const { ok, told } = await sent(form, { useful });
  if (!ok) return say(form, told);
  details.hidden = true;
  for (const button of form.querySelectorAll("[data-useful]")) {
    button.setAttribute("aria-pressed", String(button.value === useful));
  }
  say(form, form.dataset.thanks);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-share]")) {
    event.preventDefault();
    share(form);
  } else if (form.matches("[data-opinion]")) {
    event.preventDefault();
    judge(form, event.submitter?.value || "non");
  } else if (form.matches("[data-confirm]") && !confirm(form.dataset.confirm)) {
    event.preventDefault();
  }
});
