/** A small grey copy of a frame of the camera. */
export interface Frame {
  grey: Uint8Array
  width: number
  height: number
}

/** What a camera sees from frame to frame: nothing new, something that moves, or a page that has come to lie still. */
export type Seen = 'waiting' | 'moving' | 'settled'

/** A pixel that changed by so much of 255 is no noise of the camera. */
const NOISE = 22
/** Something moves when so much of the picture changed since the frame before. */
const MOVED = 0.012
/** A page lies still when nothing has moved for so long, ms. */
const STILL = 700
/** Another page is there when so much of the picture differs from the page that was taken last. */
const ANOTHER = 0.03
/** A page is brighter than what it lies on by so much, and fills so much of the picture. */
const BRIGHTER = 36
const FILLS = 0.06

/**
 * Watches for pages that are laid down: `settled` is answered once for each, when something has moved, lies still, and is
 * another page than the one before. What lies there from the beginning is the person's to take.
 */
export function stillness(): { see(frame: Frame, at: number): Seen; taken(frame: Frame): void } {
  let before: Frame | undefined
  let last: Frame | undefined
  let moved: number | undefined
  return {
    see(frame, at) {
      if (before && changed(before, frame) > MOVED) moved = at
      before = frame
      if (moved === undefined) return 'waiting'
      if (at - moved < STILL) return 'moving'
      moved = undefined
      if (!hasPage(frame) || (last && changed(last, frame) < ANOTHER)) return 'waiting'
      last = frame
      return 'settled'
    },
    taken(frame) {
      last = frame
    },
  }
}

/** The share of the picture (0 to 1) that differs between two frames. */
function changed(a: Frame, b: Frame): number {
  if (a.grey.length !== b.grey.length) return 1
  let count = 0
  for (let at = 0; at < a.grey.length; at++) if (Math.abs(a.grey[at]! - b.grey[at]!) > NOISE) count++
  return count / a.grey.length
}

/** Whether something bright lies there; where the ground itself is as bright as paper nobody can tell, and it counts. */
function hasPage({ grey, width, height }: Frame): boolean {
  const ring: number[] = []
  for (let x = 0; x < width; x++) ring.push(grey[x]!, grey[(height - 1) * width + x]!)
  for (let y = 0; y < height; y++) ring.push(grey[y * width]!, grey[y * width + width - 1]!)
  const ground = ring.sort((a, b) => a - b)[ring.length >> 1]!
  if (ground > 190) return true
  return grey.filter(value => value - ground > BRIGHTER).length / grey.length > FILLS
}
