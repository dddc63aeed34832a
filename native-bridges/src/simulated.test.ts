import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './driver.contract.ts'
import { portrait } from './drivers/invented-portrait.ts'
import { madePdf } from './drivers/made-pdf.fixture.ts'
import { type SimulatedDesk, simulatedDesk } from './simulated.ts'

let folder: string
let desk: SimulatedDesk
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'))
  desk = await simulatedDesk({ folder, cards: 2, haste: 40 })
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true })
})

test('every device says that it is simulated, with an id of its own', async () => {
  const { cardReader, scanner, cardPrinter, documentPrinter, seal } = desk
  const lists = await Promise.all(
    [cardReader, scanner, cardPrinter, documentPrinter, seal].map(driver => driver.list()),
  )
  const devices = lists.flat()
  expect(devices.map(({ kind }) => kind)).toEqual(['id-card', 'scanner', 'card-printer', 'document-printer', 'seal'])
  expect(devices.every(({ simulated, name }) => simulated && name.startsWith('模拟'))).toBe(true)
  expect(new Set(devices.map(({ id }) => id)).size).toBe(5)
})

test('a person’s card is laid down and read, the desk waits, the card is taken away', async () => {
  const told: string[] = []
  const [reader] = await desk.cardReader.list()
  expect(desk.controls.cardReader.putPerson(4)).toBe(true)
  expect(desk.controls.cardReader.putPerson(999)).toBe(false)
  for await (const piece of desk.cardReader.run(reader!.id, { mode: 'continuous' }, new AbortController().signal)) {
    told.push(piece.state === 'card' ? piece.card.name : piece.state)
    if (told.length === 2) break
    desk.controls.cardReader.takeAway()
  }
  expect(told).toEqual(['田𠮷祥', 'removed'])
})

test('cards run out and are refilled; the printed ones are in the folder', async () => {
  const [printer] = await desk.cardPrinter.list()
  const card = { pdf: madePdf(2), title: '居住证', copies: 1, paper: 'card', duplex: true } as const
  await run(desk.cardPrinter, printer!.id, card)
  await run(desk.cardPrinter, printer!.id, card)
  await expect(run(desk.cardPrinter, printer!.id, card)).rejects.toMatchObject({ fault: 'consumable' })
  desk.controls.cardPrinter.refill(1)
  await run(desk.cardPrinter, printer!.id, card)
  await access(join(folder, 'card-printer', 'job-000003.pdf'))
})

test('papers are scanned, a form is printed and a stamp falls', async () => {
  const [scanner] = await desk.scanner.list()
  expect(await run(desk.scanner, scanner!.id, { dpi: 75, colour: 'grey', paper: 'A4', source: 'feeder' })).toHaveLength(
    2,
  )
  const [printer] = await desk.documentPrinter.list()
  const form = { pdf: madePdf(1), title: '受理凭证', copies: 1, paper: 'A4', duplex: false } as const
  expect((await run(desk.documentPrinter, printer!.id, form)).at(-1)).toMatchObject({ state: 'done', sheets: 1 })
  const [seal] = await desk.seal.list()
  await run(desk.seal, seal!.id, { action: 'stamp', task: 'one' })
  expect(desk.controls.seal.count()).toBe(1)
  // The machine keeps its counter over a restart, as the ledger does.
  const again = await simulatedDesk({ folder, haste: 40 })
  expect(again.controls.seal.count()).toBe(1)
  await again.close()
})

test('every person has a portrait of the size of an ID photo, the same each time and not the same for all', async () => {
  const faces = await Promise.all(desk.controls.people.map(portrait))
  for (const face of faces) {
    expect(await sharp(face).metadata()).toMatchObject({ format: 'jpeg', width: 358, height: 441 })
  }
  expect(await portrait(desk.controls.people[0]!)).toEqual(faces[0])
  const different = new Set(faces.map(face => Buffer.from(face).toString('base64')))
  expect(different.size).toBeGreaterThan(faces.length / 2)
})
