import { existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyFolder } from '../desktop/src/core/audit-folder.ts'
import { sayFinding } from '../desktop/src/core/audit-page.ts'
import { failureOf } from '../desktop/src/core/failure.ts'
import { terminalLanguage } from '../desktop/src/shells/words.ts'
import type { Anchor } from '../shared-types/src/model/anchor.ts'
import type { Finding } from '../shared-types/src/model/finding.ts'
import { checkExport } from '../sync-server/src/audit-export-check.ts'
import { verifyLog } from '../sync-server/src/audit-verify.ts'
import { openAsIs } from '../sync-server/src/database.ts'
import { isPostgres } from '../sync-server/src/database-address.ts'

const USAGE = `npm run audit:verify -- WHAT [--key KEY] [--anchors FILE|FOLDER]... [--passphrase-env NAME]

  WHAT       postgres://…, a server's database file or data folder, a window's data folder (the window must not
             run), or an exported file (.jsonl)
  --key      the server's public signing key, raw in base64url. Without it the one in WHAT itself is taken, which
             proves nothing against who wrote WHAT; it is printed, to be compared.
  --anchors  what windows were told: a window's data folder, or a JSON list of anchors. Finds a server's log that was
             cut off or made anew as a whole.
  --passphrase-env  the variable that holds the passphrase of a window's folder

  Ends with 0 when everything is as it was written, 1 when not, 2 when it could not be looked at.`

const language = terminalLanguage(process.env)
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string' },
    anchors: { type: 'string', multiple: true, default: [] },
    'passphrase-env': { type: 'string' },
  },
})
const passphrase = values['passphrase-env'] ? process.env[values['passphrase-env']] : undefined

interface Told {
  /** What was looked at, in a line. */
  about: string
  key: string
  findings: readonly Finding[]
}

/** Verifies one thing, whichever it is. Throws when it is none of them. */
async function verified(what: string): Promise<Told> {
  if (isPostgres(what)) return server(what)
  if (!existsSync(what)) throw new Error(`${what} does not exist`)
  if (statSync(what).isDirectory()) {
    const file = join(what, 'server.sqlite')
    return existsSync(file) ? server(file) : folder(what)
  }
  return isSqlite(what) ? server(what) : exported(what)
}

async function server(at: string): Promise<Told> {
  const { close, db } = openAsIs(at)
  try {
    const row = await db.selectFrom('server_keys').select('sign_public').executeTakeFirst()
    const key = values.key ?? row?.sign_public ?? ''
    const started = performance.now()
    const { anchors, findings, link, rows, seq } = await verifyLog(db, { key, anchors: await anchorsGiven() })
    const speed = Math.round((rows / (performance.now() - started)) * 1000)
    return { about: `${rows} rows to number ${seq}, link ${link}, ${anchors} anchors, ${speed} rows/s`, key, findings }
  } finally {
    await close()
  }
}

async function folder(path: string): Promise<Told> {
  const { anchors, findings, link, rows, seq, station } = await verifyFolder(path, { key: values.key, passphrase })
  const about = `station ${station}: ${rows} events to counter ${seq}, link ${link}, ${anchors} anchors`
  return { about, key: values.key ?? '', findings }
}

function exported(path: string): Told {
  const text = readFileSync(path, 'utf8')
  const named = /"key":"([\w-]+)"/.exec(text.slice(0, 1000))?.[1] ?? ''
  const key = values.key ?? named
  const { at, by, findings, joined, purpose, rows } = checkExport(text, key)
  return { about: `${rows} rows, ${joined} joined to their neighbours; ${by}, ${at}, ${purpose}`, key, findings }
}

async function anchorsGiven(): Promise<Anchor[]> {
  const all: Anchor[] = []
  for (const from of values.anchors)
    all.push(
      ...(statSync(from).isDirectory()
        ? (await verifyFolder(from, { key: values.key, passphrase })).kept
        : (JSON.parse(readFileSync(from, 'utf8')) as Anchor[])),
    )
  return all
}

function isSqlite(path: string): boolean {
  const head = Buffer.alloc(15)
  readSync(openSync(path, 'r'), head)
  return head.toString('latin1') === 'SQLite format 3'
}

async function run(): Promise<number> {
  const [what] = positionals
  if (!what) {
    console.error(USAGE)
    return 2
  }
  try {
    const { about, findings, key } = await verified(what)
    console.log(about)
    if (key) console.log(`key ${key}${values.key ? '' : ' (not given, taken from what was verified)'}`)
    for (const finding of findings) console.log(sayFinding(finding, language))
    console.log(findings.length ? `${findings.length} ✗` : '✓')
    return findings.length ? 1 : 0
  } catch (error) {
    const failure = failureOf(error, language)
    console.error(failure.code === 'internal' && error instanceof Error ? error.message : failure.text)
    return 2
  }
}

process.exitCode = await run()
