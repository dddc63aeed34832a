import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { simulatedScanner } from './scanner.simulator.ts'
import type { ScanAsk } from './scanner.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'scanner-'))
})
afterAll(() => rm(root, { recursive: true }))

const ASK: ScanAsk = { dpi: 75, colour: 'colour', paper: 'A4', source: 'feeder' }
const page = (colour: string) =>
  sharp({ create: { width: 60, height: 80, channels: 3, background: colour } })
    .png()
    .toBuffer()

driverContract('scanner', async () => {
  const folder = join(root, 'two')
  await mkdir(folder)
  for (const [at, colour] of ['#808080', '#404040'].entries())
    await writeFile(join(folder, `${at}.png`), await page(colour))
  const { driver, controls } = simulatedScanner({ id: 'SCN-1', name: 's', folder, pageMs: 2 })
  return {
    driver,
    ask: () => ASK,
    faults: [
      { name: 'empty', cause: () => controls.fault('empty'), fault: 'empty' },
      { name: 'jam at once', cause: () => controls.fault('jam'), fault: 'jam' },
      { name: 'jam at the second page', cause: () => controls.fault('jam', 1), fault: 'jam' },
      { name: 'cover', cause: () => controls.fault('cover', 1), fault: 'cover' },
      { name: 'no such resolution', cause: () => {}, fault: 'protocol', ask: () => ({ ...ASK, dpi: 10 }) },
      { name: 'no image', cause: () => controls.lay([new Uint8Array([1, 2, 3])]), fault: 'unreadable' },
    ],
    heal() {
      controls.fault(undefined)
      controls.lay([])
    },
    unplug: controls.unplug,
    plugIn: controls.plugIn,
    onStep: () => {},
    garble(bytes) {
      controls.lay([bytes])
      return ASK
    },
  }
})

describe('pages', () => {
  const make = (folder: string) => simulatedScanner({ id: 'SCN-1', name: 's', folder: join(root, folder) })

  test('come from the files of the folder, in the order of their names', async () => {
    await mkdir(join(root, 'files'))
    await writeFile(join(root, 'files', '2.png'), await page('#0000ff'))
    await writeFile(
      join(root, 'files', '1.webp'),
      await sharp(await page('#ff0000'))
        .webp()
        .toBuffer(),
    )
    await writeFile(join(root, 'files', 'notes.txt'), 'no image')
    const pages = await run(make('files').driver, 'SCN-1', ASK)
    expect(pages.map(({ number, mime }) => [number, mime])).toEqual([
      [1, 'image/jpeg'],
      [2, 'image/jpeg'],
    ])
    const [red, blue] = await Promise.all(pages.map(({ bytes }) => sharp(bytes).stats()))
    expect(red!.dominant.r).toBeGreaterThan(200)
    expect(blue!.dominant.b).toBeGreaterThan(200)
  })

  test('have the size, density and colour that were asked for', async () => {
    const { driver } = make('none')
    for (const [colour, mime, channels] of [
      ['colour', 'image/jpeg', 3],
      ['grey', 'image/jpeg', 1],
      ['lineart', 'image/png', 1],
    ] as const) {
      const pages = await run(driver, 'SCN-1', { dpi: 100, colour, paper: 'A4', source: 'feeder' })
      const meta = await sharp(pages[0]!.bytes).metadata()
      expect(meta).toMatchObject({ width: 827, height: 1169, density: 100, channels })
      expect(pages[0]!.mime).toBe(mime)
    }
  })

  test('of an invented stack are two sheets with ink on them, four sides in duplex, one on the glass', async () => {
    const { driver } = make('none')
    const sides = async (source: ScanAsk['source']) => run(driver, 'SCN-1', { ...ASK, source })
    const duplex = await sides('duplex')
    const ink = await Promise.all(
      duplex.map(async ({ bytes }) => (await sharp(bytes).greyscale().stats()).channels[0]!.min),
    )
    expect(ink.map(darkest => darkest < 120)).toEqual([true, false, true, false])
    expect(await sides('feeder')).toHaveLength(2)
    expect(await sides('flatbed')).toHaveLength(1)
  })

  test('that were laid in are scanned once, the rest stays after a stop', async () => {
    const { driver, controls } = make('none')
    controls.lay([await page('#00ff00'), await page('#00ff00'), await page('#00ff00')])
    for await (const _first of driver.run('SCN-1', ASK, new AbortController().signal)) break
    const rest = await run(driver, 'SCN-1', ASK)
    expect(rest).toHaveLength(2)
    const { dominant } = await sharp(rest[0]!.bytes).stats()
    expect(dominant.g).toBeGreaterThan(200)
  })

  test('before a jam are good, and the fault counts them', async () => {
    const { driver, controls } = make('none')
    controls.fault('jam', 1)
    const got: number[] = []
    const scanning = (async () => {
      for await (const { number } of driver.run('SCN-1', ASK, new AbortController().signal)) got.push(number)
    })()
    await expect(scanning).rejects.toMatchObject({ fault: 'jam', facts: { pages: 1 } })
    expect(got).toEqual([1])
  })

  test('a photo of 200 MB is refused by its size, before it is read', async () => {
    await mkdir(join(root, 'huge'))
    await writeFile(join(root, 'huge', '1.jpg'), '')
    await truncate(join(root, 'huge', '1.jpg'), 200 * 1024 * 1024)
    const started = performance.now()
    await expect(run(make('huge').driver, 'SCN-1', ASK)).rejects.toMatchObject({ fault: 'unreadable' })
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('an image of more pixels than any page is refused', async () => {
    const bomb = sharp({ create: { width: 7100, height: 7100, channels: 3, background: '#ffffff' } })
    const { driver, controls } = make('none')
    controls.lay([await bomb.png({ compressionLevel: 1 }).toBuffer()])
    await expect(run(driver, 'SCN-1', ASK)).rejects.toMatchObject({ fault: 'unreadable' })
  })
})
