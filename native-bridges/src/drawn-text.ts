import { createRequire } from 'node:module'
import sharp from 'sharp'

export interface DrawnText {
  text: string
  /** Points: 1/72 inch at `dpi`. */
  points: number
  dpi: number
  /** Pixels at which lines break; lines break only where the text says so when left out. */
  width?: number
  /** A CSS hexadecimal colour. */
  colour?: string
  align?: 'left' | 'centre' | 'right'
}

/** Text as a PNG with a clear ground, as wide and high as its ink. @throws what sharp throws. */
export function drawnText({
  text,
  points,
  dpi,
  width,
  colour = '#1c1c1c',
  align = 'left',
}: DrawnText): Promise<Buffer> {
  // The shipped Chinese font: machines of the field have others, and some have none.
  const require = createRequire(import.meta.url)
  const fontfile = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
  const marked = `<span foreground="${colour}">${escaped(text)}</span>`
  const spacing = Math.round((points * dpi) / 144)
  return sharp({
    text: { text: marked, font: `Noto Sans SC ${points}`, fontfile, dpi, width, align, spacing, rgba: true },
  })
    .png()
    .toBuffer()
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
