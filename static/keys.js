// Single keys for reading: j k o / ?. The pages work without them.
// The switch in the help is remembered. editing.js uses these functions too.

const SWITCH = "crossclaim-keys";
const items = () => [...document.querySelectorAll("[data-item]")];
const dialog = document.getElementById("keys");
const checkbox = document.getElementById("keys-on");

function remembered() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // Storage can be forbidden; then the switch holds for this page.
  }
}

function keysAreOn() {
  return checkbox.checked;
}

function isTyping(target) {
  return (
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  );
}

function current(list) {
  return list.findIndex((item) => item.contains(document.activeElement));
}

function move(step) {
  const list = items();
  const from = current(list);
  const to = from < 0 ? (step > 0 ? 0 : list.length - 1) : from + step;
  list[to]?.focus();
  list[to]?.scrollIntoView({ block: "nearest" });
}

function openItem() {
  const list = items();
  list[current(list)]?.querySelector("[data-open]")?.click();
}

function goToSearch() {
  const fields = document.querySelectorAll(
    "main input[type=search], header input[type=search]",
  );
  const field = [...fields].find((one) => one.closest("main")) ?? fields[0];
  field?.focus();
  field?.select();
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  o: openItem,
  "/": goToSearch,
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (isTyping(event.target) || !keysAreOn()) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

checkbox.checked = remembered();
document.documentElement.dataset.keys = checkbox.checked ? "on" : "off";
checkbox.addEventListener("change", () => {
  const state = checkbox.checked ? "on" : "off";
  document.documentElement.dataset.keys = state;
  try {
    localStorage.setItem(SWITCH, state);
  } catch {
    // Nothing to remember it in.
  }
});

for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
