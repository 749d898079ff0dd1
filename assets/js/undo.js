// data-undo="10": counts the seconds down in [data-seconds] and then takes the offer away; what was
// held back for that time has gone by then.
export function undo(block) {
  const line = block.querySelector("[data-seconds]");
  let left = Number(block.dataset.undo);
  const tick = () => {
    if (left <= 0 || !block.isConnected) {
      clearInterval(timer);
      block.hidden = true;
      return;
    }
    if (line) line.textContent = left;
    left -= 1;
  };
  const timer = setInterval(tick, 1000);
  tick();
}
