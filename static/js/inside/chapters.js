// @ts-check

/** The line across the screen that says which chapter one is in: a third from the top. */
const LINE = { rootMargin: '-33% 0px -66% 0px' };

/** Mark the chapter that one reads among the links to them. @param {HTMLElement} nav */
export function mount(nav) {
  const links = [...nav.querySelectorAll('a')];
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = links.find(({ hash }) => hash === `#${target.id}`);
      if (isIntersecting) link?.setAttribute('aria-current', 'true');
      else link?.removeAttribute('aria-current');
    }
  }, LINE);
  for (const { hash } of links) {
    const chapter = document.querySelector(hash);
    if (chapter) observer.observe(chapter);
  }
}
