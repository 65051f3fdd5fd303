// @ts-check
/** A drawing as a picture that can be of any size: the pen's strokes as lines, anything else as the network saw it. */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {number[][][]} strokes */
function pathOf(strokes) {
  // A dot is a line of no length: round ends make it visible.
  return strokes.map(([first, ...more]) => `M${first}L${(more.length ? more : [first]).join(' ')}`).join('');
}

/**
 * Mount a picture in an element.
 * @param {HTMLElement} holder
 */
export function mount(holder) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 280 280');
  svg.setAttribute('class', 'picture');
  svg.setAttribute('aria-hidden', 'true');
  const path = svg.appendChild(document.createElementNS(SVG, 'path'));
  const image = document.createElement('img');
  image.className = 'picture picture-pixels';
  image.alt = '';
  holder.prepend(svg, image);
  let shown = '';

  /** @param {Pick<import('./wall.js').Sheet, 'strokes' | 'image'> | undefined} sheet */
  function update(sheet) {
    const path_ = sheet?.strokes ? pathOf(sheet.strokes) : '';
    const next = path_ || sheet?.image || '';
    if (next === shown) return;
    shown = next;
    path.setAttribute('d', path_);
    svg.toggleAttribute('hidden', !path_);
    image.hidden = path_ !== '' || !sheet?.image;
    if (!image.hidden) image.src = sheet?.image ?? '';
  }

  svg.toggleAttribute('hidden', true);
  image.hidden = true;
  return { update };
}
