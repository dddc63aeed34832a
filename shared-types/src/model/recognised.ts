/** A corner of a line on the page: pixels from the left and from the top of the page as it is stored. */
export type Corner = [number, number]

/** One line of text as it was read from a page. */
export interface RecognisedLine {
  /** What was read, in reading direction; never empty. */
  text: string
  /** How sure the reader is of the whole line, 0 to 1. */
  confidence: number
  /** The line's outline on the page, clockwise from the upper left corner of the text. */
  polygon: Corner[]
}

/**
 * What a reader made of one page, the lines in reading order. A page on which nothing was found has no lines; a page
 * that nobody has read yet has no RecognisedPage at all.
 */
export interface RecognisedPage {
  lines: RecognisedLine[]
}
