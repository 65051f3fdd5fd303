// @ts-check
/** The projector's screen: the board fills it, and it does not go dark while a class looks on. */

/** Mount the button. @param {HTMLElement} button @returns {() => void} what it does */
export function mount(button) {
  button.hidden = !document.fullscreenEnabled;

  async function toggle() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (document.fullscreenEnabled) await document.documentElement.requestFullscreen();
    } catch { /* the browser would rather not */ }
  }

  button.addEventListener('click', toggle);
  document.addEventListener('fullscreenchange', () => {
    button.setAttribute('aria-pressed', String(document.fullscreenElement !== null));
  });

  // Browsers let go of it whenever the page is hidden, and have it for secure origins alone.
  const hold = () => { if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => {}); };
  document.addEventListener('visibilitychange', hold);
  hold();
  return toggle;
}
