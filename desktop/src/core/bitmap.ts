/** Pixels of a picture, three bytes each: red, green, blue, from the top left. */
export interface Pixels {
  width: number
  height: number
  data: Uint8Array
}

const HEADER = 54

/**
 * The pixels of a Windows bitmap as decoders of cards write it: BITMAPINFOHEADER, 24 or 32 bits, not compressed (Microsoft,
 * [MS-WMF] 2.2.2.3), which the picture library does not read. Undefined for anything else, for one that is cut off, and for
 * one with a side of more than `longest`.
 */
export function bitmapPixels(bytes: Uint8Array, longest: number): Pixels | undefined {
  if (bytes.length < HEADER || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [from, width, tall] = [view.getUint32(10, true), view.getInt32(18, true), view.getInt32(22, true)]
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)]
  const height = Math.abs(tall)
  if ((bits !== 24 && bits !== 32) || compression !== 0 || width < 1 || height < 1) return undefined
  if (width > longest || height > longest) return undefined
  const each = bits / 8
  const row = Math.ceil((width * each) / 4) * 4
  if (from < HEADER || from + row * height > bytes.length) return undefined
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    // A height below zero says that the first row is the top one.
    const start = from + row * (tall < 0 ? y : height - 1 - y)
    for (let x = 0; x < width; x++) {
      const at = start + x * each
      data.set([bytes[at + 2]!, bytes[at + 1]!, bytes[at]!], (y * width + x) * 3)
    }
  }
  return { width, height, data }
}
