import { arch, cpus, freemem, platform, release, totalmem } from 'node:os'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { isPostgres } from '../database-address.ts'
import { databaseBytes } from '../figures.ts'
import { stepsDone } from '../migrate.ts'
import type { Db } from '../store.ts'
import { askSelf } from '../tls-self.ts'
import { VERSION } from '../version.ts'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

/** What whoever helps from afar needs to know, as JSON, without anything about a person. */
export const support: Operation = {
  usage: `support
      prints what whoever helps from afar needs to know: versions, configuration without secrets, steps, counts,
      timings and the running server's figures; nothing about a person`,
  run: (_args, config) =>
    withParts(config, async ({ store, now }) => {
      const counts = await timed(() => countsOf(store.db))
      const bundle = {
        made: now(),
        version: VERSION,
        node: process.version,
        machine: {
          platform: platform(),
          release: release(),
          arch: arch(),
          cpus: cpus().length,
          free: freemem(),
          memory: totalmem(),
        },
        configuration: openly(config),
        database: {
          dialect: store.dialect,
          version: await versionOf(store.db, store.dialect),
          bytes: await databaseBytes(store),
        },
        steps: await stepsDone(store.db),
        counts: counts.value,
        timings: { counts: counts.ms, write: (await timed(() => store.transaction(async () => {}))).ms },
        running: await runningFigures(config),
      }
      return { text: JSON.stringify(bundle, null, 2) }
    }),
}

/** Only what is neither a secret nor an address with a password; the deployment's name tells a place, and is left out. */
function openly(config: Config): object {
  const { host, port, proxies, plainHttp = false, zone, fileLimit, jsonLimit, stopWithin, database } = config
  const told = { host, port, proxies, plainHttp, zone, fileLimit, jsonLimit, stopWithin }
  return { ...told, database: isPostgres(database) ? 'postgres' : 'sqlite', hasSecret: config.secret !== undefined }
}

async function countsOf(db: Db): Promise<Record<string, number>> {
  const tables = await db.introspection.getTables()
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db)
    counts[name] = Number(rows[0]!.n)
  }
  return counts
}

async function versionOf(db: Db, dialect: 'sqlite' | 'postgres'): Promise<string> {
  const asked =
    dialect === 'postgres'
      ? sql<{ version: string }>`select current_setting('server_version') as version`
      : sql<{ version: string }>`select sqlite_version() as version`
  return (await asked.execute(db)).rows[0]!.version
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now()
  const value = await work()
  return { value, ms: Math.round(performance.now() - start) }
}

/** The figures of the server that runs by this configuration, faults among them; a sentence when none answers. */
async function runningFigures(config: Config): Promise<string[]> {
  const { metricsToken } = config
  try {
    const head: Record<string, string> = metricsToken ? { authorization: `Bearer ${metricsToken}` } : {}
    const { status, text } = await askSelf(config, '/metrics', head, 3000)
    if (status !== 200) return [`the server answered ${status}`]
    return text.split('\n').filter(line => line && !line.startsWith('#'))
  } catch {
    return ['no server answers here']
  }
}
