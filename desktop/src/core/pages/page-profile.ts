/** What is made of a page that comes in. */
export interface PageProfile {
  /** Degrees to the right by which it lies, as a person said; what the camera noted of itself is heeded besides. */
  turn: 0 | 90 | 180 | 270
  /** Turned straight by its lines or edges, up to 12 degrees. */
  deskew: boolean
  /** Cut to the paper where it lies on something darker. */
  crop: boolean
  /** Even light, white paper, black ink. */
  normalise: boolean
  /** Nothing is kept of a page with nothing on it. */
  dropBlank: boolean
  output: 'jpeg' | 'png' | 'bilevel-tiff'
}

/** A sheet out of a feeder or off the glass. */
export const SCANNED: PageProfile = {
  turn: 0,
  deskew: true,
  crop: true,
  normalise: true,
  dropBlank: true,
  output: 'jpeg',
}

/** A page that a person chose or photographed: they saw it, so that it is kept also when it is blank. */
export const CHOSEN: PageProfile = { ...SCANNED, dropBlank: false }
