// Not a module, on purpose: it runs before the first paint, so that no page flashes in the wrong theme.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem('hitofude.theme'); } catch { /* storage may be forbidden */ }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = chosen ?? (dark ? 'dark' : 'light');
})();
