import { histogram, percentile, type Small } from './raster.ts'

/** How bright white paper would be at each place: a cubic surface over the small copy, which no picture on it can bend. */
export interface Light {
  /** The grey of bare paper at a place of the small copy. */
  at(x: number, y: number): number
  /** The darkest place of the surface as a share of its brightest. */
  evenness: number
}

const TILE = 20
const TERMS = 10
/** What deviates so much from the surface is no bare paper. */
const FAR = 0.08

/**
 * The light on a page, from its paper: fitted to the bright part of each tile, and again without the tiles that are no
 * paper (pictures, dark headings). Undefined where there is too little paper to tell.
 */
export function lightOf(small: Small, isPage: (at: number) => boolean): Light | undefined {
  const paper = percentile(histogram(small), 0.85)
  let tiles = tilesOf(small, isPage).filter(tile => tile.value > paper * 0.35 && tile.value > 60)
  for (let round = 0; round < 4; round++) {
    if (tiles.length < 4 * TERMS) return undefined
    const surface = fitted(tiles, small)
    if (!surface) return undefined
    const left = tiles.filter(tile => Math.abs(tile.value / surface(tile.x, tile.y) - 1) < FAR * (round < 2 ? 2 : 1))
    if (left.length === tiles.length) break
    tiles = left
  }
  const surface = tiles.length >= 4 * TERMS ? fitted(tiles, small) : undefined
  if (!surface) return undefined
  const values = tiles.map(tile => surface(tile.x, tile.y))
  return { at: surface, evenness: Math.min(...values) / Math.max(...values) }
}

interface Tile {
  x: number
  y: number
  value: number
}

function tilesOf({ data, width, height }: Small, isPage: (at: number) => boolean): Tile[] {
  const tiles: Tile[] = []
  const counts = new Uint16Array(256)
  for (let y0 = 0; y0 + TILE <= height; y0 += TILE) {
    for (let x0 = 0; x0 + TILE <= width; x0 += TILE) {
      counts.fill(0)
      let inside = 0
      for (let y = y0; y < y0 + TILE; y++) {
        for (let at = y * width + x0; at < y * width + x0 + TILE; at++) {
          counts[data[at]!]!++
          if (isPage(at)) inside++
        }
      }
      // What lies half beside the page says nothing of its paper.
      if (inside === TILE * TILE) tiles.push({ x: x0 + TILE / 2, y: y0 + TILE / 2, value: percentile(counts, 0.75) })
    }
  }
  return tiles
}

/** The cubic surface of least squares through the tiles. */
function fitted(tiles: readonly Tile[], { width, height }: Small): Light['at'] | undefined {
  const sums = Array.from({ length: TERMS }, () => new Float64Array(TERMS + 1))
  for (const { x, y, value } of tiles) {
    const terms = termsOf((2 * x) / width - 1, (2 * y) / height - 1)
    for (let i = 0; i < TERMS; i++) {
      for (let j = 0; j < TERMS; j++) sums[i]![j]! += terms[i]! * terms[j]!
      sums[i]![TERMS]! += terms[i]! * value
    }
  }
  const found = solved(sums)
  if (!found) return undefined
  return (x, y) => {
    const u = (2 * x) / width - 1
    const v = (2 * y) / height - 1
    return Math.max(1, heightAt(found, u, v))
  }
}

/** The terms of `termsOf` times what was found, without making a list of them: this is asked for very often. */
function heightAt(f: readonly number[], u: number, v: number): number {
  const square = f[3]! * u * u + f[4]! * u * v + f[5]! * v * v
  return f[0]! + f[1]! * u + f[2]! * v + square + u * u * (f[6]! * u + f[7]! * v) + v * v * (f[8]! * u + f[9]! * v)
}

const termsOf = (x: number, y: number) => [1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y]

/** Gauss with pivots. */
function solved(rows: Float64Array[]): number[] | undefined {
  for (let i = 0; i < TERMS; i++) {
    const pivot = rows.slice(i).reduce((a, b) => (Math.abs(b[i]!) > Math.abs(a[i]!) ? b : a))
    if (Math.abs(pivot[i]!) < 1e-9) return undefined
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(i, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const share = row[i]! / pivot[i]!
      for (let j = i; j <= TERMS; j++) row[j]! -= share * pivot[j]!
    }
  }
  return rows.map((row, i) => row[TERMS]! / row[i]!)
}
