// @ts-check
/**
 * Accuracy on people's digits from version to version, in order of time, with the range of chance.
 *
 * @typedef {object} Version  as `/api/progress` tells it, read, and where its card is
 * @property {string} name
 * @property {string} created_at
 * @property {boolean} in_service
 * @property {number} right
 * @property {number} accuracy  0…1
 * @property {[number, number]} interval  95 %
 * @property {string} [href]
 */
import { chartJs, colour, onTheme } from '../curves.js';
import { fill, percent, whole } from '../format.js';
import { locale, texts } from '../page.js';

const CAP = 4; // px, half the width of the ends of a range

/** Of the height, above 100 %: outside the axes Chart.js hears no pointer, and there a point would stick out. */
const HEADROOM = 0.06;

/** Where nothing hovers, the first tap tells and the second opens. */
const hovers = matchMedia('(hover: hover)');

/** The range of each version as a line with ends. */
const ranges = {
  id: 'ranges',
  /** @param {any} chart */
  beforeDatasetsDraw({ ctx, data, scales: { x, y } }) {
    ctx.save();
    ctx.strokeStyle = colour('--edge');
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    for (const point of data.datasets[0]?.data ?? []) {
      const at = x.getPixelForValue(point.x);
      const ends = point.interval.map((/** @type {number} */ share) => y.getPixelForValue(share));
      ctx.moveTo(at, ends[0]);
      ctx.lineTo(at, ends[1]);
      for (const end of ends) {
        ctx.moveTo(at - CAP, end);
        ctx.lineTo(at + CAP, end);
      }
    }
    ctx.stroke();
    ctx.restore();
  },
};

/** @param {Version[]} versions @returns {string[]} the day of each */
function daysOf(versions) {
  const years = new Set(versions.map(({ created_at: time }) => time.slice(0, 4)));
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric', month: 'short', timeZone: 'UTC', ...(years.size > 1 && { year: 'numeric' }),
  });
  return versions.map(({ created_at: time }) => format.format(new Date(time)));
}

/** @param {Version[]} versions */
function dataset(versions) {
  const [ink, soft, champion] = ['--ink', '--soft', '--vermilion'].map(colour);
  /** @template T @param {T} inService @param {T} other */
  const each = (inService, other) => versions.map((version) => (version.in_service ? inService : other));
  return {
    data: versions.map(({ accuracy, interval }, index) => ({ x: index + 1, y: accuracy, interval })),
    borderColor: soft,
    borderWidth: 1.5,
    clip: 12,
    pointStyle: each('rectRounded', 'circle'),
    pointRadius: each(8, 4),
    pointHoverRadius: each(9, 6),
    pointHitRadius: 16,
    pointBackgroundColor: each(champion, ink),
    pointHoverBackgroundColor: each(champion, ink),
    pointBorderWidth: 0,
    pointHoverBorderWidth: 0,
  };
}

/** @param {Version[]} versions @param {number} count  drawings */
function tooltip(versions, count) {
  return {
    displayColors: false,
    callbacks: {
      title: (/** @type {any[]} */ [{ dataIndex }]) => versions[dataIndex].name,
      label: (/** @type {any} */ { dataIndex }) => {
        const { right, accuracy, interval: [low, high], in_service: inService } = versions[dataIndex];
        return [
          fill(texts.readRight, { right: whole(right), count: whole(count), accuracy: percent(accuracy, 1) }),
          fill(texts.rangeOf, { low: percent(low, 1), high: percent(high, 1) }),
          ...(inService ? [texts.inService] : []),
        ];
      },
      footer: (/** @type {any[]} */ [{ dataIndex }]) => (!hovers.matches && versions[dataIndex].href ? texts.tap : ''),
    },
  };
}

/**
 * From the lowest end, rounded down to a tenth or two, to 100 %: small differences must not look like
 * an abyss.
 * @param {Version[]} versions
 * @returns {number[]} what stands beside the axis, at most six
 */
function sharesOf(versions) {
  const tenths = Math.ceil(10 * (1 - Math.min(...versions.map(({ interval }) => interval[0]))));
  const step = [2, 5, 10, 10, 10][tenths - 1] ?? 20;
  const steps = Math.ceil((10 * tenths) / step);
  return Array.from({ length: steps + 1 }, (_, index) => (100 - step * (steps - index)) / 100);
}

/** @param {Version[]} versions */
function scales(versions) {
  const [soft, line] = ['--soft', '--line'].map(colour);
  const days = daysOf(versions);
  const firsts = days.flatMap((day, index) => (days.indexOf(day) === index ? [{ value: index + 1 }] : []));
  const shares = sharesOf(versions);
  const low = shares[0];
  return {
    x: {
      type: 'linear',
      min: 0.5,
      max: versions.length + 0.5,
      afterBuildTicks: (/** @type {any} */ scale) => { scale.ticks = firsts; },
      ticks: { color: soft, maxRotation: 0, autoSkipPadding: 12, callback: (/** @type {number} */ at) => days[at - 1] },
      grid: { display: false },
      border: { color: line },
    },
    y: {
      min: low,
      max: 1 + HEADROOM * (1 - low),
      afterBuildTicks: (/** @type {any} */ scale) => { scale.ticks = shares.map((value) => ({ value })); },
      ticks: { color: soft, callback: (/** @type {number} */ share) => percent(share, 0) },
      grid: { color: line },
      border: { display: false },
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Version[]} versions  the oldest first
 * @param {number} count  drawings that each has read
 * @returns {boolean} false where Chart.js could not be loaded
 */
export function mount(canvas, versions, count) {
  const Chart = chartJs();
  if (!Chart) return false;
  let tapped = -1;

  /** @param {any} event @param {any} chart @returns {number} the version under the pointer, or -1 */
  const under = (event, chart) => chart.getElementsAtEventForMode(event, 'nearest', { intersect: true }, false)[0]?.index ?? -1;

  function options() {
    return {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: scales(versions),
      plugins: { legend: { display: false }, tooltip: tooltip(versions, count) },
      onHover: (/** @type {any} */ event, /** @type {any} */ _, /** @type {any} */ chart) => {
        canvas.style.cursor = versions[under(event, chart)]?.href ? 'pointer' : '';
      },
      onClick: (/** @type {any} */ event, /** @type {any} */ _, /** @type {any} */ chart) => {
        const index = under(event, chart);
        const href = versions[index]?.href;
        if (href && (hovers.matches || index === tapped)) location.assign(href);
        tapped = index;
      },
    };
  }

  const chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: {}, plugins: [ranges] });
  function paint() {
    chart.options = options();
    chart.data.datasets = [dataset(versions)];
    chart.update('none');
  }
  onTheme(paint);
  paint();
  return true;
}
