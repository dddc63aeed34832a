import sharp, { type Sharp } from 'sharp'

/** Ways in which a picture of a paper gets worse than it was, each by itself. The same picture gives the same damage. */
export const DAMAGES: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  'on its head': bytes => made(sharp(bytes).rotate(180)),
  'on its side': bytes => made(sharp(bytes).rotate(90)),
  'askew by 4 degrees': bytes => made(sharp(bytes).rotate(4, { background: '#777' })),
  blurred: bytes => made(sharp(bytes).blur(1.6)),
  'JPEG of quality 20': bytes => made(sharp(bytes), 20),
  'half as fine': async bytes => made(sharp(bytes).resize({ width: Math.round((await widthOf(bytes)) * 0.55) })),
  slanted: bytes =>
    made(
      sharp(bytes).affine(
        [
          [1, 0.06],
          [0.03, 0.94],
        ],
        { background: '#777' },
      ),
    ),
  dark: bytes => made(sharp(bytes).linear(0.45, 6)),
  noisy: async bytes => {
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    let seed = 1
    for (let at = 0; at < data.length; at++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      data[at] = Math.min(255, Math.max(0, data[at]! + (seed / 2 ** 32 - 0.5) * 90))
    }
    const { width, height, channels } = info
    return made(sharp(data, { raw: { width, height, channels } }))
  },
  'cut in the middle': async bytes => {
    const { width, height } = await sharp(bytes).metadata()
    return made(sharp(bytes).extract({ left: 0, top: 0, width: Math.round(width * 0.6), height }))
  },
  'under glare': async bytes => {
    const { width, height } = await sharp(bytes).metadata()
    const glare = `<svg width="${width}" height="${height}"><defs><radialGradient id="g"><stop offset="0.4" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><ellipse cx="${width * 0.45}" cy="${height * 0.5}" rx="${width * 0.22}" ry="${height * 0.22}" fill="url(#g)"/></svg>`
    return made(sharp(bytes).composite([{ input: Buffer.from(glare) }]))
  },
}

const made = async (image: Sharp, quality = 90) => new Uint8Array(await image.jpeg({ quality }).toBuffer())
const widthOf = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).width
