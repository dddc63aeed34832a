import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES } from '../../test/databases.ts'
import { type Postgres, startPostgres } from '../../test/postgres.ts'
import { copyBeforeSteps } from '../src/backup/before-steps.ts'
import { readManifest } from '../src/backup/manifest.ts'
import { openDatabase } from '../src/database.ts'
import { STEPS } from '../src/migrations.ts'

const CLI = join(import.meta.dirname, '../src/cli.ts')
const SECRET = '又一个足够长的口令 2026'

const folders: string[] = []
const children: ChildProcess[] = []
let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function place(name: (typeof DATABASES)[number]): Promise<{ data: string; database: string }> {
  const data = await mkdtemp(join(tmpdir(), 'chuangtai-migrate-'))
  folders.push(data)
  return { data, database: name === 'postgres' ? await postgres.database() : join(data, 'server.sqlite') }
}

/** Takes the last step back by hand, as if the program before it had made the database. */
async function withoutLastStep(database: string): Promise<string> {
  const { db, close } = await openDatabase(database)
  const last = '2026-11-set-backs'
  await sql`drop table set_backs`.execute(db)
  await sql`delete from kysely_migration where name = ${last}`.execute(db)
  await close()
  return last
}

describe.each(DATABASES)('the form of a database, on %s', name => {
  test('four programs that start at once run each step once, and copy a used database once', async () => {
    const { data, database } = await place(name)
    // SQLite starts from nothing, where the steps themselves are what could run twice; PostgreSQL from a used database.
    if (name === 'postgres') await withoutLastStep(database)
    const env = { ...process.env, CHUANGTAI_DATA: data, CHUANGTAI_DATABASE: database }
    const ends = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, [CLI, 'migrate'], { env })
        children.push(child)
        let said = ''
        child.stderr.on('data', part => (said += part))
        const [code] = await once(child, 'close')
        return `${code} ${said}`
      }),
    )
    expect(ends).toEqual(['0 ', '0 ', '0 ', '0 '])
    const { db, close } = await openDatabase(database)
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
    expect(rows.map(row => row.name).sort()).toEqual(Object.keys(STEPS).sort())
    expect((await db.selectFrom('counter').selectAll().execute()).length).toBe(1)
    if (name === 'postgres') expect(await readdir(join(data, 'backups'))).toHaveLength(1)
    await close()
  })

  test('before a used database is changed a copy is laid aside, and without room for one nothing is changed', async () => {
    const { data, database } = await place(name)
    const last = await withoutLastStep(database)
    await writeFile(join(data, 'in-the-way'), '')
    const config = { data, database, secret: SECRET, noBackup: undefined }
    const now = () => '2026-03-02T01:00:00.000Z'
    const blocked = copyBeforeSteps({ ...config, backups: join(data, 'in-the-way') }, now)
    await expect(openDatabase(database, undefined, blocked)).rejects.toThrow('nothing was changed')
    const copies = join(data, 'backups')
    const asked: (readonly string[])[] = []
    const before = copyBeforeSteps({ ...config, backups: undefined }, now)
    await (
      await openDatabase(database, undefined, async waiting => {
        asked.push(waiting)
        await before(waiting)
      })
    ).close()
    // Nothing had been changed when the copy could not be made: the step was still waiting.
    expect(asked).toEqual([[last]])
    const [copy] = await readdir(copies)
    expect(copy).toContain(last)
    const { manifest } = await readManifest(join(copies, copy!), SECRET)
    expect(manifest.migrations).not.toContain(last)
    expect(manifest.migrations.length).toBe(Object.keys(STEPS).length - 1)
    // A second start has nothing to do and copies nothing.
    await (await openDatabase(database, undefined, before)).close()
    expect(await readdir(copies)).toHaveLength(1)
  })

  test('a database of a newer program is refused with a sentence, and not touched', async () => {
    const { database } = await place(name)
    const { db, close } = await openDatabase(database)
    await sql`insert into kysely_migration (name, timestamp) values ('2031-01-later', '2031-01-01')`.execute(db)
    await close()
    await expect(openDatabase(database)).rejects.toThrow(/newer form \(2031-01-later\); start the newer program/)
  })
})
