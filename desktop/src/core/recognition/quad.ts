import type { Corner } from '../../../../shared-types/src/model/recognised.ts'

/** Four corners in pixels of the page, clockwise from the upper left one in reading direction. */
export type Quad = readonly [Corner, Corner, Corner, Corner]

const distance = (a: Corner, b: Corner) => Math.hypot(a[0] - b[0], a[1] - b[1])

export const middleOf = (quad: Quad): Corner => [
  (quad[0][0] + quad[1][0] + quad[2][0] + quad[3][0]) / 4,
  (quad[0][1] + quad[1][1] + quad[2][1] + quad[3][1]) / 4,
]

/** Length along the text and height across it, in pixels. */
export const sizeOf = (quad: Quad): [number, number] => [distance(quad[0], quad[1]), distance(quad[0], quad[3])]

/** The same outline begun so many corners later: by 2 for text that stands on its head. */
export const turned = (quad: Quad, by: number): Quad => [0, 1, 2, 3].map(at => quad[(at + by) % 4]!) as unknown as Quad

/** The part of an outline between two shares (0 to 1) of its length. */
export function partOf([a, b, c, d]: Quad, from: number, to: number): Quad {
  const on = (p: Corner, q: Corner, share: number): Corner => [
    p[0] + (q[0] - p[0]) * share,
    p[1] + (q[1] - p[1]) * share,
  ]
  return [on(a, b, from), on(a, b, to), on(d, c, to), on(d, c, from)]
}

/**
 * The rectangle of least area around points, at any angle: one of its sides lies on a side of their convex hull. It
 * begins so that its length runs rightwards, or downwards when it stands upright. Undefined of fewer than three corners.
 */
export function leastRectangle(points: readonly Corner[]): Quad | undefined {
  const hull = hullOf(points)
  if (hull.length < 3) return undefined
  let best: { area: number; quad: Corner[] } | undefined
  for (let at = 0; at < hull.length; at++) {
    const [p, q] = [hull[at]!, hull[(at + 1) % hull.length]!]
    const length = distance(p, q)
    const [ux, uy] = [(q[0] - p[0]) / length, (q[1] - p[1]) / length]
    const along = hull.map(([x, y]) => x * ux + y * uy)
    const across = hull.map(([x, y]) => y * ux - x * uy)
    const [l, r, t, b] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)]
    const area = (r - l) * (b - t)
    const corner = (u: number, v: number): Corner => [u * ux - v * uy, u * uy + v * ux]
    if (!best || area < best.area) best = { area, quad: [corner(l, t), corner(r, t), corner(r, b), corner(l, b)] }
  }
  return best && readingOrder(best.quad as unknown as Quad)
}

/** Begun so that its long side runs to the right, or downwards. */
function readingOrder(quad: Quad): Quad {
  const [length, height] = sizeOf(quad)
  const long = length >= height ? quad : turned(quad, 1)
  const [dx, dy] = [long[1][0] - long[0][0], long[1][1] - long[0][1]]
  const rightwards = Math.abs(dx) >= Math.abs(dy) ? dx > 0 : dy > 0
  return rightwards ? long : turned(long, 2)
}

/** Andrew's monotone chain; clockwise on a page, whose rows grow downwards. */
function hullOf(points: readonly Corner[]): Corner[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (list: readonly Corner[]) => {
    const chain: Corner[] = []
    for (const point of list) {
      while (chain.length > 1 && cross(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

const cross = (o: Corner, a: Corner, b: Corner) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

/** The same rectangle made larger by so much on every side. */
export function widened(quad: Quad, by: number): Quad {
  const [length, height] = sizeOf(quad)
  const [a, b, , d] = quad
  const u = [(b[0] - a[0]) / length, (b[1] - a[1]) / length] as const
  const v = [(d[0] - a[0]) / height, (d[1] - a[1]) / height] as const
  const out = (at: Corner, along: number, across: number): Corner => [
    at[0] + by * (along * u[0] + across * v[0]),
    at[1] + by * (along * u[1] + across * v[1]),
  ]
  return [out(quad[0], -1, -1), out(quad[1], 1, -1), out(quad[2], 1, 1), out(quad[3], -1, 1)]
}
