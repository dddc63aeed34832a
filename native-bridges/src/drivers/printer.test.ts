import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import { madePdf } from './made-pdf.fixture.ts'
import { simulatedPrinter } from './printer.simulator.ts'
import type { PrintAsk } from './printer.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'printer-'))
})
afterAll(() => rm(root, { recursive: true }))

const CARD: PrintAsk = { pdf: madePdf(2), title: '证件', copies: 1, paper: 'card', duplex: true }
const FORM: PrintAsk = { pdf: madePdf(3), title: '表格', copies: 2, paper: 'A4', duplex: false }
const KINDS = [
  { kind: 'card-printer', ask: CARD },
  { kind: 'document-printer', ask: FORM },
] as const

for (const { kind, ask } of KINDS) {
  driverContract(kind, async () => {
    const tray = 100_000
    const printer = simulatedPrinter({ kind, id: 'PRN-1', name: 'p', folder: join(root, kind), tray, sheetMs: 2 })
    const { driver, controls } = printer
    return {
      driver,
      ask: () => ask,
      alike: pieces => pieces.map(({ state, sheets }) => ({ state, sheets })),
      faults: [
        { name: 'tray empty', cause: () => controls.refill(-controls.left()), fault: 'consumable' },
        { name: 'cover', cause: () => controls.fault('cover'), fault: 'cover' },
        { name: 'jam', cause: () => controls.fault('jam'), fault: 'jam' },
        { name: 'silence', cause: () => controls.fault('uncertain'), fault: 'uncertain' },
        { name: 'no PDF', cause: () => {}, fault: 'unreadable', ask: () => ({ ...ask, pdf: madePdf(0) }) },
        { name: 'no copies', cause: () => {}, fault: 'protocol', ask: () => ({ ...ask, copies: 0 }) },
        {
          name: 'wrong paper',
          cause: () => {},
          fault: 'protocol',
          ask: () => ({ ...ask, paper: kind === 'card-printer' ? 'A4' : 'card' }),
        },
      ],
      heal() {
        controls.fault(undefined)
        controls.refill(tray - controls.left())
      },
      unplug: controls.unplug,
      plugIn: controls.plugIn,
      mayBeUncertain: true,
      onStep: () => {},
      garble: bytes => ({ ...ask, pdf: bytes }),
    }
  })
}

describe('what is kept', () => {
  const make = (name: string, tray = 10) =>
    simulatedPrinter({ kind: 'card-printer', id: 'PRN-1', name: 'p', folder: join(root, name), tray })
  const kept = async (name: string) => (await readdir(join(root, name))).sort()
  const record = async (name: string, job: string) =>
    JSON.parse(await readFile(join(root, name, `${job}.json`), 'utf8'))

  test('each job has a number, its bytes as they came and its record, also after a restart', async () => {
    expect(await run(make('kept').driver, 'PRN-1', CARD)).toEqual([
      { state: 'queued', job: 'job-000001', sheets: 0 },
      { state: 'printing', job: 'job-000001', sheets: 0 },
      { state: 'done', job: 'job-000001', sheets: 1 },
    ])
    await run(make('kept').driver, 'PRN-1', CARD)
    const names = ['job-000001.json', 'job-000001.pdf', 'job-000002.json', 'job-000002.pdf']
    expect(await kept('kept')).toEqual(names)
    expect(new Uint8Array(await readFile(join(root, 'kept', 'job-000002.pdf')))).toEqual(new Uint8Array(CARD.pdf))
    expect(await record('kept', 'job-000001')).toMatchObject({ state: 'done', sheets: 1, title: '证件' })
  })

  test('too few blank cards: nothing is printed and nothing is used', async () => {
    const { driver, controls } = make('short', 2)
    const outcome = run(driver, 'PRN-1', { ...CARD, copies: 3 })
    await expect(outcome).rejects.toMatchObject({ fault: 'consumable', facts: { sheets: 0, left: 2, wanted: 3 } })
    expect(controls.left()).toBe(2)
    await expect(kept('short')).rejects.toMatchObject({ code: 'ENOENT' })
    controls.refill(1)
    expect(await run(driver, 'PRN-1', { ...CARD, copies: 3 })).toHaveLength(5)
    expect(controls.left()).toBe(0)
  })

  test('a jam spoils one card and tells how many came out', async () => {
    const { driver, controls } = make('jam')
    controls.slow(5)
    const pieces = []
    const printing = (async () => {
      for await (const piece of driver.run('PRN-1', { ...CARD, copies: 4 }, new AbortController().signal)) {
        pieces.push(piece)
        if (piece.sheets === 2) controls.fault('jam')
      }
    })()
    await expect(printing).rejects.toMatchObject({ fault: 'jam', facts: { job: 'job-000001', sheets: 2 } })
    expect(controls.left()).toBe(7)
    expect(await record('jam', 'job-000001')).toMatchObject({ state: 'jam', sheets: 2 })
  })

  test('a cable pulled while a card moves leaves it open whether the card was made', async () => {
    const { driver, controls } = make('pulled')
    controls.slow(200)
    setTimeout(controls.unplug, 50)
    await expect(run(driver, 'PRN-1', CARD)).rejects.toMatchObject({ fault: 'uncertain', facts: { sheets: 0 } })
    expect(controls.left()).toBe(9)
    expect(await record('pulled', 'job-000001')).toMatchObject({ state: 'uncertain' })
  })

  test('a caller that walks away leaves a record that says so', async () => {
    const { driver } = make('left')
    for await (const _piece of driver.run('PRN-1', CARD, new AbortController().signal)) break
    expect(await record('left', 'job-000001')).toMatchObject({ state: 'cancelled', sheets: 0 })
  })
})
