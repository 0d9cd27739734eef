// What makes the pages quicker to use. Without this file every one of them still works.

const later = (act, ms) => {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), ms);
  };
};

const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** Suggestions under the search field: a combobox as the ARIA practices describe it. */
function suggest(field) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  let asked = 0;

  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const option = ({ name, url }, place) => {
    const link = element("a", { role: "option", id: `suggestion-${place}`, href: url, tabIndex: -1 }, name);
    return element("li", { role: "none" }, link);
  };
  const ask = later(async () => {
    const query = field.value.trim();
    const turn = ++asked;
    if (query.length < 2) return close();
    const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(query)}`).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const offered = await answer.json();
    list.replaceChildren(...offered.map(option));
    list.hidden = offered.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }, 140);
  const move = (event) => {
    const options = [...list.querySelectorAll("a")];
    const at = options.findIndex((one) => one.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      return options[at].click();
    }
    if (!step || list.hidden) return;
    event.preventDefault();
    const next = options.at(at < 0 && step < 0 ? -1 : (at + step) % options.length);
    for (const one of options) one.ariaSelected = String(one === next);
    field.setAttribute("aria-activedescendant", next.id);
  };

  field.addEventListener("input", ask);
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", move);
}

/** An order that is still on its way shows by itself how far it got, as the shop tells it. */
function follow(place) {
  const moving = () => place.querySelector("[data-moving]") !== null;
  if (!moving()) return;
  const news = new EventSource(`${place.dataset.live}/stream`);
  news.addEventListener("progress", (event) => {
    place.innerHTML = event.data;
    if (!moving()) news.close();
  });
  // a stream that ends is taken up again by the browser; one that is refused is not
  news.addEventListener("error", () => {
    if (news.readyState === EventSource.CLOSED) lookAgain(place, moving, 400);
  });
}

/** Ask whether there is more to show, less and less often. */
async function lookAgain(place, moving, wait) {
  const answer = await fetch(place.dataset.live).catch(() => null);
  if (answer?.ok) place.innerHTML = await answer.text();
  if (moving()) setTimeout(lookAgain, wait, place, moving, Math.min(wait * 1.4, 4000));
}

/** The small pictures bring the large ones into view. */
function gallery(place) {
  const large = place.querySelector(".large");
  const thumbs = [...place.querySelectorAll(".thumbs a")];
  thumbs.forEach((thumb, at) => thumb.addEventListener("click", (event) => {
    event.preventDefault();
    large.scrollTo({ left: large.clientWidth * at });
    for (const other of thumbs) other.removeAttribute("aria-current");
    thumb.setAttribute("aria-current", "true");
  }));
}

/** A form that is sent as soon as something in it changes; its button is for those without scripts. */
function eager(form) {
  for (const button of form.querySelectorAll("[data-spare]")) button.hidden = true;
  form.addEventListener("change", later(() => form.requestSubmit(), 250));
}

/** The card's number goes to the payment provider and to nobody else: we get what stands for it. */
function till(form) {
  const place = form.querySelector("[data-card]");
  const [number, token] = [place.querySelector("#card"), place.querySelector("[name=card_token]")];
  const refusal = place.querySelector("[data-refused]");
  const refuse = (why) => {
    refusal.textContent = why;
    refusal.hidden = false;
    number.focus();
  };
  const tokenise = async () => {
    const body = JSON.stringify({ cardNumber: number.value });
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/psp/v1/tokens", { method: "POST", headers, body }).catch(() => null);
    if (!answer || answer.status >= 500) return refuse(refusal.dataset.away);
    if (!answer.ok) return refuse(refusal.dataset.refused);
    token.value = (await answer.json()).token;
    number.value = "";
    form.requestSubmit();
  };

  place.hidden = false;
  form.querySelector("[data-tests]").open = form.querySelector("[data-tests] :checked") !== null;
  number.addEventListener("focus", () => { place.querySelector("[type=radio]").checked = true; });
  form.addEventListener("submit", (event) => {
    if (!place.querySelector("[type=radio]").checked || token.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refusal.hidden = true;
    tokenise();
  });
}

/** A form is sent once, however often its button is pressed. */
function once(form) {
  const rest = () => form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
  form.addEventListener("submit", () => setTimeout(rest));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
each("[data-suggest]", suggest);
each("[data-live]", follow);
each("[data-gallery]", gallery);
each("form[data-eager]", eager);
each("form[data-till]", till);
each("form[data-once]", once);
