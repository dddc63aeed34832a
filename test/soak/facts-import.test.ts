import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { factOf } from '../../shared-types/src/engine/facts.ts'
import { list, run } from '../../shared-types/src/store/statement.ts'
import { openAsIs } from '../../sync-server/src/database.ts'
import { tablesOf } from '../../sync-server/src/facts/fact-tables.ts'
import { countedDays, wrongCounts } from '../../sync-server/src/facts/roll-up.ts'
import { begun, ended, FIRST, HEAD, scanRows, TYPE, type World, worldAt, writeCsv } from '../bench/facts.world.ts'
import { DATABASES, type DatabaseName } from '../databases.ts'
import { type Postgres, startPostgres } from '../postgres.ts'

const folder = await mkdtemp(join(tmpdir(), 'chuangtai-facts-'))
let postgres: Postgres | undefined
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function placeOf(name: DatabaseName): Promise<{ database: string; files: string }> {
  const files = await mkdtemp(join(folder, `${name}-`))
  return { files, database: name === 'postgres' ? await postgres!.database() : join(files, 'server.sqlite') }
}

const TABLES = tablesOf(factOf(kinds, TYPE)!.fact)
const rowsOf = async ({ opened: { db } }: World) =>
  Number((await run<{ n: number }>(db, 'select count(*) as n from fact_scans'))[0]!.n)
async function wrongOf({ opened: { db } }: World) {
  const wrong = []
  for (const day of await countedDays(db, TABLES)) wrong.push(...(await wrongCounts(db, TABLES, day)))
  return wrong
}

describe.each(DATABASES)('an import on %s', name => {
  test('that is killed again and again goes on where it was: nothing twice, nothing lost', async () => {
    const { database, files } = await placeOf(name)
    const [count, bad] = [120_000, 1000]
    const rows = [...scanRows(count, 500, 2)]
    // Quotes behind the first blocks, several lines in a cell, and rows that cannot be taken.
    const written = rows.map((row, i) => (i > 60_000 && i % 50 === 0 ? [`"门店\r\n${i}"`, ...row.slice(1)] : row))
    for (let i = 0; i < bad; i++) written[i * 100 + 7] = ['', '', 'x']
    const first = await worldAt(database, files)
    await first.close()
    for (const mode of ['good', 'all'] as const) {
      // All or nothing has a file without bad rows.
      const given = written.filter(row => mode === 'good' || row[0] !== '')
      const before = await worldAt(database, files)
      const was = await rowsOf(before)
      await before.close()
      const opening = await worldAt(database, files, () => '2026-05-01T00:00:00.000Z')
      const id = await begun(opening.parts, path => writeCsv(path, given), mode)
      await opening.close()
      for (let kills = 0; kills < 4; kills++) {
        const reached = await release(database, files)
        const child = spawn(
          process.execPath,
          [join(import.meta.dirname, '../bench/facts-import.child.ts'), database, files],
          {
            stdio: 'inherit',
          },
        )
        const gone = once(child, 'exit')
        // In the middle of a piece: some time after one was kept.
        while ((await standOf(database)) === reached && child.exitCode === null) await sleep(20)
        await sleep(kills * 37)
        child.kill('SIGKILL')
        await gone
      }
      await release(database, files)
      const world = await worldAt(database, files)
      expect(await ended(world.parts, id)).toBe(count - bad)
      const [line] = await run<{ refused: number; state: string }>(
        world.opened.db,
        'select refused, state from fact_imports where id = ?',
        [id],
      )
      expect(line).toMatchObject({ state: 'done', refused: mode === 'good' ? bad : 0 })
      expect(await rowsOf(world)).toBe(was + count - bad)
      expect(await wrongOf(world)).toEqual([])
      const kept = await run<{ subject: string; n: number }>(
        world.opened.db,
        `select subject, count(*) as n from fact_scans where id between ? and ? and subject in (${list(2)}) group by subject`,
        [id * 1e8, (id + 1) * 1e8 - 1, '门店 60050', rows[3]![0]!],
      )
      expect(kept.length).toBeGreaterThan(0)
      await world.close()
    }
  })
})

/** As if the time of a claim had passed. Answers how far the import is. */
async function release(database: string, files: string): Promise<string> {
  const world = await worldAt(database, files, () => '2020-01-01T00:00:00.000Z')
  await run(world.opened.db, "update fact_imports set claimed_until = ''")
  await world.close()
  return standOf(database)
}

async function standOf(database: string): Promise<string> {
  const { db, close } = openAsIs(database)
  try {
    const [row] = await run(db, 'select state, lines from fact_imports order by id desc limit 1')
    return JSON.stringify(row)
  } finally {
    await close()
  }
}

test('a file of two gigabytes is taken in the memory of a small one', async () => {
  const { database, files } = await placeOf('sqlite')
  const world = await worldAt(database, files)
  const [count, note] = [100_000, '备注'.repeat(3400)]
  const texts = function* () {
    yield `${[...HEAD, '备注'].join(',')}\r\n`
    for (const row of scanRows(count, 200, 1)) yield `${row.join(',')},${note}\r\n`
  }
  const before = process.memoryUsage().rss
  const peak = { rss: 0 }
  const watching = setInterval(() => {
    peak.rss = Math.max(peak.rss, process.memoryUsage().rss)
  }, 50)
  const id = await begun(world.parts, async path => {
    await pipeline(Readable.from(texts()), createWriteStream(path))
  })
  world.parts.facts.ring()
  expect(await ended(world.parts, id)).toBe(count)
  clearInterval(watching)
  expect(await rowsOf(world)).toBe(count)
  // What passes at once is megabytes; the rest is what V8 lets lie, of two threads.
  expect((peak.rss - before) / 2 ** 20).toBeLessThan(800)
  await world.close()
})

test('bombs and what ends in the middle are refused in a word, and take neither memory nor rows', async () => {
  const { database, files } = await placeOf('sqlite')
  const world = await worldAt(database, files)
  const gigabyte = deflateRawSync(Buffer.alloc(2 ** 30, ' '), { level: 9 })
  const small = (name: string) => ({ name, packed: deflateRawSync(Buffer.from('<a/>')), size: 4, crc: crc32('<a/>') })
  const sheet = { name: 'xl/worksheets/sheet1.xml', packed: gigabyte, crc: 0 }
  const csv = [HEAD, ...scanRows(50_000, 50, 1)].map(row => row.join(',')).join('\r\n')
  const bad: [string, Uint8Array, string][] = [
    ['says what it unfolds into', packageOf([small('xl/workbook.xml'), { ...sheet, size: 2 ** 30 }]), 'bomb'],
    ['says less', packageOf([small('xl/workbook.xml'), { ...sheet, size: 4 * 2 ** 20 }]), 'broken'],
    ['many parts', packageOf(Array.from({ length: 60_000 }, (_, i) => small(`xl/worksheets/sheet${i}.xml`))), 'bomb'],
    [
      'ends in the middle',
      packageOf([small('xl/workbook.xml'), small('xl/worksheets/sheet1.xml')]).subarray(0, 150),
      'broken',
    ],
  ]
  const before = process.memoryUsage().rss
  for (const [what, bytes, code] of bad) {
    const id = await begun(world.parts, path => writeFile(path, bytes))
    world.parts.facts.ring()
    await expect(ended(world.parts, id), what).rejects.toThrow(`"code":"${code}"`)
  }
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300)
  // Of a CSV that ends in the middle of a row everything before it is taken, and the row is told.
  const id = await begun(world.parts, path => writeFile(path, csv.slice(0, -10)))
  world.parts.facts.ring()
  expect(await ended(world.parts, id)).toBeGreaterThanOrEqual(49_999)
  expect((await wrongOf(world)).length).toBe(0)
  expect((await countedDays(world.opened.db, TABLES))[0]).toBe(FIRST)
  await world.close()
})

interface Packed {
  name: string
  packed: Uint8Array
  size: number
  crc: number
}

/** A ZIP package that says of its parts what it is told. */
function packageOf(parts: readonly Packed[]): Uint8Array {
  const [bodies, entries]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, packed, size, crc } of parts) {
    const [local, entry] = [Buffer.alloc(30 + name.length), Buffer.alloc(46 + name.length)]
    local.writeUInt32LE(0x04034b50, 0)
    entry.writeUInt32LE(0x02014b50, 0)
    for (const [bytes, from] of [
      [local, 4],
      [entry, 6],
    ] as const) {
      bytes.writeUInt16LE(20, from)
      bytes.writeUInt16LE(8, from + 4)
      bytes.writeUInt32LE(crc, from + 10)
      bytes.writeUInt32LE(packed.byteLength, from + 14)
      bytes.writeUInt32LE(size, from + 18)
      bytes.writeUInt16LE(name.length, from + 22)
    }
    local.write(name, 30)
    entry.write(name, 46)
    entry.writeUInt32LE(at, 42)
    bodies.push(local, Buffer.from(packed))
    entries.push(entry)
    at += local.byteLength + packed.byteLength
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.byteLength, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}
