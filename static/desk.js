// The key c adds the claim in focus, or the one that the page is about, to the
// collection used last. keys.js decides whether single keys are on.

const keep = document.getElementById("keep");
const CLAIM = /^\/claims\/(\d+)\/$/;

function claimInFocus() {
  const item = document.activeElement?.closest("[data-item]");
  const link = item?.querySelector("[data-open]");
  const path = link ? new URL(link.href).pathname : location.pathname;
  return CLAIM.exec(path)?.[1];
}

async function keepClaim(claim) {
  const body = new FormData(keep);
  body.set("claim", claim);
  body.set("in_place", "1");
  const response = await fetch(keep.action, { method: "POST", body });
  const said = response.ok ? (await response.json()).message : keep.dataset.failed;
  const status = document.getElementById("kept");
  status.textContent = said;
  status.hidden = false;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || !keysAreOn() || dialog.open) return;
  const claim = claimInFocus();
  if (!claim) return;
  event.preventDefault();
  keepClaim(claim);
});
