import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PDFDocument } from '@pdfme/pdf-lib'
import { expect, it } from 'vitest'
import { kinds } from '../../../../shared-types/src/domains/index.ts'
import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { clerk, form, openDesk } from '../../../../test/domains/permit-desk.ts'
import { checkPack } from './check-pack.ts'
import { packCase } from './pack-case.ts'
import { readZip, zipOf } from './zip.ts'

const PHOTO = new Uint8Array(readFileSync(new URL('../../../../test/fixtures/portrait.jpg', import.meta.url)))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A cancelled application with these pages as its proof. */
async function packed(pages: readonly Uint8Array[], lost: readonly Uint8Array[] = []) {
  const desk = await openDesk('2026-03-02')
  await desk.live(300)
  const files = new Map([PHOTO, ...pages].map(bytes => [hashOf(bytes), bytes]))
  const evidence = [...pages, ...lost].map(hashOf)
  const { id } = await desk.application(clerk, 'accept', form({ photo: [hashOf(PHOTO)], evidence }))
  const c = await desk.application(clerk, 'cancel', { cancelReason: 'applicant' }, id)
  const name = (code: string) => code
  const words = {
    language: 'zh-CN' as const,
    zone: 'Asia/Shanghai',
    unitName: name,
    personName: name,
    stationName: name,
  }
  const scope = { today: '2026-03-02', user: clerk, parameters: {} }
  return packCase({
    kind: kindOf(kinds, c.type),
    c,
    events: desk.recorder.events
      .filter(event => event.caseId === id)
      .map(event => ({ ...event, seq: event.counter, verdict: 'accepted' as const, problems: [] })),
    who: { user: clerk, scope, words, rows: { scope, words, sending: () => 'sent' as never } },
    words,
    now: '2026-03-02T08:00:00.000Z',
    file: async hash => {
      const bytes = files.get(hash)
      if (!bytes) throw new Error('missing')
      return { mime: bytes === PHOTO ? 'image/jpeg' : 'application/pdf', bytes }
    },
  })
}

async function pdf(script?: string): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  made.addPage([100, 100])
  if (script) made.addJavaScript('main', script)
  return made.save({ useObjectStreams: false })
}

it('has every page under its rule’s name, whole values, and nothing against the four properties', async () => {
  const { zip, manifest } = await packed([await pdf()])
  expect(manifest.checks).toEqual({ authentic: [], complete: [], usable: [], safe: [] })
  expect(readZip(zip).map(({ name }) => name)).toEqual([
    'manifest.json',
    'manifest.sha256',
    'metadata.json',
    'events.json',
    'files/001-相片.jpg',
    'files/002-证明材料.pdf',
  ])
  const metadata = JSON.parse(Buffer.from(readZip(zip)[2]!.bytes).toString())
  expect(metadata).toMatchObject({ state: { name: '已撤销' }, retention: { years: 10 } })
  expect(metadata.course.map((step: { name: string }) => step.name)).toEqual(['受理', '撤销'])
  expect(metadata.fields).toContainEqual(expect.objectContaining({ name: '公民身份号码', text: '320583197907044170' }))
  expect((await checkPack(zip)).problems).toEqual([])
})

it('says what is missing, what cannot be opened and what acts by itself', async () => {
  const script = await pdf('app.alert(1)')
  const broken = new TextEncoder().encode('%PDF-1.4 nothing more')
  const { zip, manifest } = await packed([script, broken], [new Uint8Array([1])])
  expect(manifest.checks.safe).toEqual([expect.stringContaining('/JavaScript')])
  expect(manifest.checks.usable).toEqual([expect.stringContaining('003-证明材料.pdf')])
  expect(manifest.checks.complete).toEqual([expect.stringContaining('is not to be had')])
  expect((await checkPack(zip)).problems.length).toBeGreaterThanOrEqual(3)
})

it('shows whatever was changed, taken out or put in afterwards', async () => {
  const { zip } = await packed([await pdf()])
  const entries = readZip(zip)
  const problems = async (made: typeof entries) => (await checkPack(zipOf(made))).problems
  expect(await problems(entries.filter(({ name }) => name !== 'files/001-相片.jpg'))).toEqual([
    'files/001-相片.jpg: missing',
  ])
  expect(await problems([...entries, { name: 'files/x.jpg', bytes: PHOTO }])).toEqual([
    'files/x.jpg: not in the manifest',
  ])
  const forged = entries.map(entry =>
    entry.name === 'metadata.json'
      ? { ...entry, bytes: Buffer.from(Buffer.from(entry.bytes).toString().replace('已撤销', '已领证')) }
      : entry,
  )
  expect(await problems(forged)).toEqual(['metadata.json: is not what was packed'])
  for (const at of [10, 5000, zip.length - 30]) {
    const flipped = Uint8Array.from(zip)
    flipped[at]! ^= 1
    expect((await checkPack(flipped)).problems).not.toEqual([])
  }
  expect((await checkPack(zip.subarray(0, zip.length - 100))).problems).not.toEqual([])
})
