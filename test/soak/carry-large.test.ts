import { randomFillSync } from 'node:crypto'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, centre, type TestWindow, testWindow } from '../harness.ts'
import { STATION } from '../journeys/permit.ts'

const MEGABYTE = 1024 * 1024
/** Scans of the two packages, 8 MB each. */
const FEW = 3
const SCANS = 26
/** One scan of many pages. */
const SCAN = 8 * MEGABYTE
const PIECE = 2 * MEGABYTE
/** What the large package may take more than the small one, in bytes: a few scans under way, and the collector's leisure. */
const SLACK = 64 * MEGABYTE

let at: Centre
let far: TestWindow
let near: TestWindow
beforeAll(async () => {
  at = await centre()
  far = await testWindow({ centre: at, unit: STATION })
  near = await testWindow({ centre: at, unit: STATION })
  await far.signIn('zhangwei')
  await near.signIn('lijing')
  await far.plug(false)
}, 120_000)
afterAll(async () => {
  await far?.close()
  await near?.close()
  await at?.stop()
  for (const window of [far, near]) if (window) await rm(window.folder, { recursive: true, force: true })
})

/** A PDF in name and beginning, of bytes that nothing can make smaller. */
function scan(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(SCAN)
  randomFillSync(bytes)
  bytes.set(new TextEncoder().encode('%PDF-1.7\n'))
  bytes.set(new TextEncoder().encode('\n%%EOF\n'), SCAN - 7)
  return bytes
}

async function save(window: TestWindow, file: string, path: string): Promise<void> {
  const to = await open(path, 'w')
  for (let from = 0; ; ) {
    const { bytes, size } = await window.call('carry.read', { file, at: from })
    await to.writeFile(bytes)
    from += bytes.length
    if (from >= size) break
  }
  await to.close()
}

async function plugIn(window: TestWindow, path: string): Promise<string> {
  const { upload } = await window.call('carry.begin', {})
  const from = await open(path, 'r')
  const piece = new Uint8Array(PIECE)
  for (let place = 0; ; ) {
    const { bytesRead } = await from.read(piece, 0, PIECE, place)
    if (bytesRead === 0) break
    await window.call('carry.write', { upload, at: place, bytes: piece.slice(0, bytesRead) })
    place += bytesRead
  }
  await from.close()
  return upload
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What is really held: garbage that waits for its collector would say nothing. */
function held(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The most memory that this process, which is both windows and the centre, held while it worked; bytes over the start. */
async function peak(work: () => Promise<void>): Promise<number> {
  const start = held()
  let most = start
  const timer = setInterval(() => (most = Math.max(most, held())), 4000)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return most - start
}

/** Adds scans, carries everything there and back, and answers the size of the package and the memory that it took. */
async function carried(scans: number): Promise<{ size: number; memory: number; seconds: number }> {
  for (let i = 0; i < scans; i += 1)
    await far.call('files.add', { name: 'scan.pdf', mime: 'application/pdf', bytes: scan() })
  const start = performance.now()
  const size = { bytes: 0 }
  const memory = await peak(async () => {
    const { sequence } = await far.call('carry.out', {})
    const stick = join(far.folder, 'stick')
    await save(far, `${sequence}.ctcarry`, stick)
    size.bytes = (await stat(stick)).size
    const brought = await near.call('carry.bring', { upload: await plugIn(near, stick) })
    expect(brought).toMatchObject({ files: scans, refused: 0 })
    await save(near, brought.file, stick)
    expect(await far.call('carry.take', { upload: await plugIn(far, stick) })).toMatchObject({ refused: 0 })
  })
  expect(await far.call('carry.state', {})).toMatchObject({ files: 0 })
  return { size: size.bytes, memory, seconds: (performance.now() - start) / 1000 }
}

test('a package of hundreds of megabytes takes no more memory than a small one', { timeout: 1_800_000 }, async () => {
  const small = await carried(FEW)
  const large = await carried(SCANS)
  for (const { size, memory, seconds } of [small, large])
    console.log(
      `${Math.round(size / MEGABYTE)} MB: ${Math.round(memory / MEGABYTE)} MB of memory, ${seconds.toFixed(1)} s there and back`,
    )
  expect(large.size).toBeGreaterThan(SCANS * SCAN)
  expect(large.memory).toBeLessThan(small.memory + SLACK)
  const { files } = await at.running.parts.store.db
    .selectFrom('files')
    .select(eb => eb.fn.countAll<number>().as('files'))
    .executeTakeFirstOrThrow()
  expect(Number(files)).toBe(FEW + SCANS)
})
