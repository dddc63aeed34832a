import { createHash, type Hash } from 'node:crypto'
import { proofOf } from '../../shared-types/src/engine/audit-chain.ts'
import type { AuditQuery } from '../../shared-types/src/model/audit-query.ts'
import { AUDIT } from './audit.ts'
import { keptAnchors } from './audit-anchor.ts'
import { type AuditRow, type AuditScope, lineOf, saidOf, searchAudit } from './audit-search.ts'
import type { ServerKey } from './server-key.ts'
import { sha256 } from './sha256.ts'
import type { Db, Store } from './store.ts'

/** What the last line of an export signs: the format, and the SHA-256 of every byte before that line. */
export const exportText = (digest: string): string => `chuangtai audit export 1\n${digest}`

interface ExportParts {
  store: Store
  key: Pick<ServerKey, 'id' | 'sign' | 'signBytes'>
}

interface Export {
  query: AuditQuery
  purpose: string
  by: { id: string; name: string }
  at: string
  most: number
}

const PART = 500

/**
 * An export as text lines, newest first: a head, each row with what proves it in the chain, the anchors of that stretch,
 * and a signature over all of it. Contents of cases are not in it, only their hashes and which fields they changed.
 */
export async function* exportLines(
  { store, key }: ExportParts,
  scope: AuditScope,
  { query, purpose, by, at, most }: Export,
): AsyncGenerator<string> {
  const digest = createHash('sha256')
  const head = {
    format: 'chuangtai-audit-1',
    server: key.id,
    key: key.sign.publicKey,
    by,
    purpose,
    query: saidOf(query),
    at,
  }
  yield taken(digest, head)
  let rows = 0
  let before: number | undefined
  let newest = 0
  while (rows < most) {
    const part = await searchAudit(store, scope, query, { before, limit: Math.min(PART, most - rows) })
    const previous = await linksAt(
      store.db,
      part.map(row => Number(row.seq) - 1),
    )
    for (const row of part) yield taken(digest, exported(row, previous.get(Number(row.seq) - 1) ?? ''))
    rows += part.length
    newest ||= Number(part[0]?.seq ?? 0)
    before = Number(part.at(-1)?.seq)
    if (part.length < PART) break
  }
  for (const anchor of await keptAnchors(store.db))
    if (rows && anchor.seq >= before! && anchor.seq <= newest) yield taken(digest, { anchor })
  const text = digest.digest('hex')
  const signature = Buffer.from(key.signBytes(Buffer.from(exportText(text)))).toString('base64url')
  yield `${JSON.stringify({ end: true, rows, sha256: text, signature })}\n`
}

function taken(digest: Hash, value: object): string {
  const line = `${JSON.stringify(value)}\n`
  digest.update(line)
  return line
}

function exported(row: AuditRow, prev: string) {
  const { link, person: _person, act: _act, unit: _unit, ...bare } = row
  const { caseId: _c, id: _i, receivedAt: _r, seq: _s, station: _t, type: _y, verdict: _v, ...seen } = lineOf(row)
  return {
    row: { ...proofOf(sha256, bare), seq: Number(row.seq) },
    prev,
    ...seen,
    ...(row.type === AUDIT && { body: row.body }),
    link,
  }
}

/** The links that stand at these numbers, of rows and of settings. */
async function linksAt(db: Db, seqs: readonly number[]): Promise<Map<number, string>> {
  if (seqs.length === 0) return new Map()
  const found = await Promise.all(
    (['events', 'setting_versions'] as const).map(table =>
      db.selectFrom(table).select(['seq', 'link']).where('seq', 'in', seqs).execute(),
    ),
  )
  return new Map(found.flat().map(({ seq, link }) => [Number(seq), link]))
}
