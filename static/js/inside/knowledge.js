// @ts-check
/**
 * What the page knows of a drawing, piece by piece, and what it does not know yet. Knows nothing of the page.
 *
 * @typedef {'steps' | 'layers' | 'occlusion' | 'nearest' | 'unit' | 'removal'} Piece
 * @typedef {{layer: string, index: number, at: [number, number] | null}} Unit
 *   at: a place on a map, null for where it is strongest
 * @typedef {object} Question
 * @property {number} revision  of the drawing
 * @property {string} model
 * @property {string[]} without  steps of the preparation that are left out
 * @property {Unit | null} unit
 * @property {number | null} target
 */

const PARTS = ['steps', 'layers', 'occlusion', 'nearest'];

/** What makes one answer about a piece another than the last. @param {Piece} piece @param {Question} question */
function keyOf(piece, { revision, model, without, unit, target }) {
  const own = { unit, removal: target }[/** @type {string} */ (piece)] ?? null;
  return JSON.stringify([revision, model, without, own]);
}

/** Whether a question is asked at all. @param {Piece} piece @param {Question} question */
function asked(piece, { unit, target }) {
  return !(piece === 'unit' && !unit) && !(piece === 'removal' && target === null);
}

/** @param {Piece[]} pieces @param {Question} question @returns {object} the body of a request, without the image */
export function bodyOf(pieces, { model, without, unit, target }) {
  return {
    ...(model && { model }),
    without,
    parts: PARTS.filter((part) => pieces.includes(/** @type {Piece} */ (part))),
    ...(pieces.includes('unit') && unit && { unit: { ...unit, at: unit.at ?? undefined } }),
    ...(pieces.includes('removal') && target !== null && { target }),
  };
}

export class Knowledge {
  /** @type {Map<string, {key: string, model: string, value: any}>} */
  #known = new Map();

  /**
   * What is not known, of some pieces, about the drawing as it stands.
   * @param {Piece[]} pieces @param {Question} question
   */
  lacks(pieces, question) {
    return pieces.filter((piece) => asked(piece, question) && !this.fresh(piece, question));
  }

  /** @param {Piece} piece @param {Question} question */
  fresh(piece, question) {
    return this.#known.get(piece)?.key === keyOf(piece, question);
  }

  /** @param {Piece[]} pieces @param {Question} question @param {any} answer */
  keep(pieces, question, answer) {
    for (const piece of pieces) {
      this.#known.set(piece, { key: keyOf(piece, question), model: question.model, value: answer[piece] });
    }
  }

  /**
   * The newest that is known of a piece, about an older state of the drawing perhaps, never about
   * another version. @param {Piece} piece @param {string} model
   */
  get(piece, model) {
    const found = this.#known.get(piece);
    return found?.model === model ? found.value : undefined;
  }

  forget() {
    this.#known.clear();
  }
}
