// Keys and shortcuts for editors. Every form works without this script.
// keysAreOn, isTyping, items and current come from keys.js.

// One key presses what it names: in the item that has the focus, else on the page.
function keyed(key) {
  const list = items();
  const item = list[current(list)];
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const onPage = [...document.querySelectorAll(selector)].find(
    (one) => !one.closest("[data-item]"),
  );
  const control = item?.querySelector(selector) ?? onPage;
  return control?.closest("[hidden]") ? undefined : control;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (isTyping(event.target) || !keysAreOn()) return;
  if (document.querySelector("dialog[open]")) return;
  const control = keyed(event.key);
  if (!control) return;
  event.preventDefault();
  control.click();
});

// In a queue a decision is shown where it was taken, and the next item gets the focus.
async function decideInPlace(form, button) {
  const body = new FormData(form, button);
  const headers = { "X-In-Place": "1" };
  const response = await fetch(form.getAttribute("action"), {
    method: "POST",
    body,
    headers,
  });
  if (!response.ok || response.redirected) throw new Error(response.statusText);
  const { seen } = await response.json();
  const item = form.closest("[data-item]");
  form.elements.seen.value = seen;
  item.dataset.decided = button.value;
  item.querySelector(".outcome").textContent = button.dataset.done;
  focusAfter(item);
}

function focusAfter(item) {
  const next = items()[items().indexOf(item) + 1];
  (next ?? item).focus();
  (next ?? item).scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("inPlace" in form.dataset) || !event.submitter) return;
  event.preventDefault();
  decideInPlace(form, event.submitter).catch(() => {
    // Refused or no connection: the page that the form leads to says which.
    delete form.dataset.inPlace;
    form.requestSubmit(event.submitter);
  });
});

document
  .querySelector("[data-focus-first] > [data-item]")
  ?.focus({ preventScroll: true });

// Selected words of an article go into the form, with the place where they stand.
const article = document.querySelector(".body[data-revision]");
const wordsField = document.querySelector(".claim-form [name=words]");

// Without what is no text of the article, such as the numbers of notes.
function textOf(range) {
  const copy = range.cloneContents();
  for (const note of copy.querySelectorAll("[data-not-text]")) note.remove();
  const paragraphs = [...copy.querySelectorAll("[data-start-char]")];
  return paragraphs.length
    ? paragraphs.map((paragraph) => paragraph.textContent).join("\n\n")
    : copy.textContent;
}

// The offset in the archived text; paragraphs know where they start in it.
function offsetIn(paragraph, node, offset) {
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  // The archive counts characters, JavaScript UTF-16 units.
  return Number(paragraph.dataset.startChar) + [...textOf(before)].length;
}

function paragraphOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const paragraph = element.closest("[data-start-char]");
  return article?.contains(paragraph) ? paragraph : null;
}

function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const first = paragraphOf(range.startContainer);
  const last = paragraphOf(range.endContainer);
  if (!first || !last) return null;
  const words = textOf(range);
  let start = offsetIn(first, range.startContainer, range.startOffset);
  let end = offsetIn(last, range.endContainer, range.endOffset);
  start += [...words].length - [...words.trimStart()].length;
  end -= [...words].length - [...words.trimEnd()].length;
  return words.trim() ? { words: words.trim(), start, end } : null;
}

function takeSelection() {
  const selected = selectedWords();
  const hint = document.getElementById("selected-words");
  if (hint) hint.hidden = !selected;
  if (!selected) return;
  wordsField.value = selected.words;
  const place = wordsField.form.elements.place;
  if (place instanceof HTMLInputElement) {
    place.value = `${selected.start}-${selected.end}`;
  }
}

if (article && wordsField) {
  document.addEventListener("selectionchange", takeSelection);
  article.querySelector("mark.words")?.scrollIntoView({ block: "nearest" });
}

for (const button of document.querySelectorAll("[data-add-selected]")) {
  // A press must not clear the selection before it is taken.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const form = document.getElementById("add-claim");
    form.open = true;
    form.querySelector("[name=kind]").focus();
    form.scrollIntoView({ block: "nearest" });
  });
}

// Names of actors are suggested while they are typed.
const suggestions = document.getElementById("actor-suggestions");
let lastAsked = "";

async function suggest(text) {
  lastAsked = text;
  const address = `${suggestions.dataset.suggest}?q=${encodeURIComponent(text)}`;
  const response = await fetch(address);
  if (!response.ok || lastAsked !== text) return;
  const { actors } = await response.json();
  suggestions.replaceChildren(
    ...actors.map(({ name, kind }) => new Option(kind, name)),
  );
}

let waiting;
document.addEventListener("input", (event) => {
  if (event.target.getAttribute("list") !== "actor-suggestions") return;
  clearTimeout(waiting);
  const text = event.target.value.trim();
  if (text.length > 1) waiting = setTimeout(suggest, 150, text);
});
