// data-share: opens the system's sheet with data-title, data-text, data-url; hidden where there is none.
export function share(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { title, text, url } = button.dataset;
    const parts = Object.entries({ title, text, url }).filter(([, value]) => value);
    try {
      await navigator.share(Object.fromEntries(parts));
    } catch {
      // Closing the sheet is no failure, and the text can still be copied.
    }
  });
}
