import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { Raster } from '../pages/raster.ts'
import { cutOut, greyOf, type Plane } from './plane.ts'
import type { Quad } from './quad.ts'
import type { PageReader, ReadLine } from './read-page.ts'

/** The language data that is both smaller and more exact than the other two of the package. */
const DATA = '4.0.0_best_int'
const HEIGHT = 48

/** Reads pages with tesseract.js and its Chinese data, both from npm: the second reader, another make than the first. */
export async function tesseractReader(): Promise<PageReader> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim'))
  const worker = await createWorker('chi_sim', OEM.LSTM_ONLY, {
    langPath: join(folder, DATA),
    gzip: true,
    // It would otherwise lay a copy of the data into the working folder.
    cacheMethod: 'none',
  })
  return {
    read: page => readPage(worker, page),
    look: (page, places) => look(worker, greyOf(page), places),
    close: async () => void (await worker.terminate()),
  }
}

const pictureOf = ({ data, width, height }: Plane) =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer()

async function readPage(worker: Worker, page: Raster) {
  // Text wherever it is found, in no order: papers are no columns of prose.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT })
  const { data } = await worker.recognize(await pictureOf(greyOf(page)), {}, { blocks: true })
  const lines = (data.blocks ?? []).flatMap(block => block.paragraphs).flatMap(paragraph => paragraph.lines)
  return {
    lines: lines.map(lineOf).filter(({ characters }) => characters.length),
    width: page.width,
    height: page.height,
  }
}

interface Box {
  x0: number
  y0: number
  x1: number
  y1: number
}

function lineOf({
  bbox,
  words,
}: {
  bbox: Box
  words: readonly { symbols: readonly { text: string; confidence: number; bbox: Box }[] }[]
}): ReadLine {
  const quad: Quad = [
    [bbox.x0, bbox.y0],
    [bbox.x1, bbox.y0],
    [bbox.x1, bbox.y1],
    [bbox.x0, bbox.y1],
  ]
  const at = ({ x0, x1 }: Box) => ((x0 + x1) / 2 - bbox.x0) / Math.max(1, bbox.x1 - bbox.x0)
  const characters = words
    .flatMap(({ symbols }) => symbols)
    .map(symbol => ({ text: symbol.text, confidence: symbol.confidence / 100, at: at(symbol.bbox) }))
  return { quad, characters }
}

async function look(worker: Worker, page: Plane, places: readonly (readonly Quad[])[]): Promise<string[]> {
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_LINE })
  const texts: string[] = []
  for (const quads of places) {
    const parts: string[] = []
    for (const quad of quads)
      parts.push((await worker.recognize(await pictureOf(cutOut(page, quad, HEIGHT)))).data.text)
    texts.push(parts.join('').replace(/\s/g, ''))
  }
  return texts
}
