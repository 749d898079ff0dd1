// data-copy="id": copies the value of a field or the text of a block; data-done: what to say then.
export function copy(button) {
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  button.hidden = false;
  words.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (!(await write(source))) return;
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 2500);
  });
}

async function write(source) {
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or a page without TLS: mark the text, so that the keyboard's copy takes it.
    select(source);
    return document.execCommand("copy");
  }
}

function select(source) {
  source.focus();
  if (source.select) return source.select();
  getSelection().selectAllChildren(source);
}
