import { createHash, createPublicKey, verify } from 'node:crypto'
import { type LogProof, linkOf, logLine } from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor } from '../../shared-types/src/model/anchor.ts'
import type { Finding } from '../../shared-types/src/model/finding.ts'
import { isSigned } from './audit-anchor-check.ts'
import { exportText } from './audit-export.ts'
import { sha256 } from './sha256.ts'

/** What an exported file says of itself, and what in it is not as it was signed. */
export interface ExportChecked {
  rows: number
  /** Rows whose neighbour is in the file too and hangs on them. */
  joined: number
  by: string
  at: string
  purpose: string
  findings: Finding[]
}

interface ExportRow {
  row: LogProof
  prev: string
  link: string
  body?: string
}

/**
 * Checks an export with nothing but the file's text and the server's public signing key (Ed25519, raw in base64url): the
 * signature over all of it, each row against its link, neighbours against each other, and the anchors in it. Throws an
 * Error that says so when it is no such file.
 */
export function checkExport(text: string, key: string): ExportChecked {
  const lines = text.split('\n').filter(line => line !== '')
  const head = read<{ format?: string; by?: { name?: string }; at?: string; purpose?: string }>(lines[0])
  if (head.format !== 'chuangtai-audit-1') throw new Error('This is no audit export')
  const end = read<{ end?: boolean; rows?: number; sha256?: string; signature?: string }>(lines.at(-1))
  const findings: Finding[] = []
  const rows: ExportRow[] = []
  for (const line of lines.slice(1, end.end ? -1 : undefined)) {
    const value = read<Partial<ExportRow> & { anchor?: Anchor }>(line)
    if (value.row) rows.push(value as ExportRow)
    if (value.anchor && !isSigned(value.anchor, key)) findings.push({ kind: 'anchor-forged', at: value.anchor.seq })
  }
  findings.push(...rows.filter(wrong).map(({ row }): Finding => ({ kind: 'altered', at: row.seq })))
  const { broken, joined } = neighbours(rows)
  findings.push(...broken)
  if (!end.end) findings.push({ kind: 'truncated', at: rows.at(-1)?.row.seq ?? 0 })
  else if (end.rows !== rows.length || !isWhole(text, end, key))
    findings.push({ kind: 'rewritten', at: rows.at(-1)?.row.seq ?? 0, to: rows[0]?.row.seq ?? 0 })
  return {
    rows: rows.length,
    joined,
    by: head.by?.name ?? '',
    at: head.at ?? '',
    purpose: head.purpose ?? '',
    findings,
  }
}

function wrong({ body, link, prev, row }: ExportRow): boolean {
  return linkOf(sha256, prev, logLine(row)) !== link || (body !== undefined && sha256(body) !== row.body_hash)
}

/** Newest first: each row whose number follows the next one's must hang on it. */
function neighbours(rows: readonly ExportRow[]): { broken: Finding[]; joined: number } {
  const broken: Finding[] = []
  let joined = 0
  for (const [i, { prev, row }] of rows.entries()) {
    const older = rows[i + 1]
    if (!older) continue
    if (older.row.seq >= row.seq) broken.push({ kind: 'reordered', at: row.seq, with: { place: older.row.seq } })
    else if (older.row.seq === row.seq - 1 && older.link !== prev)
      broken.push({ kind: 'rewritten', at: older.row.seq, to: row.seq })
    else if (older.row.seq === row.seq - 1) joined++
  }
  return { broken, joined }
}

function isWhole(
  text: string,
  { sha256: digest = '', signature = '' }: { sha256?: string; signature?: string },
  key: string,
) {
  const signed = text.slice(0, text.lastIndexOf('{"end":true'))
  if (createHash('sha256').update(signed).digest('hex') !== digest) return false
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  return verify(null, Buffer.from(exportText(digest)), publicKey, Buffer.from(signature, 'base64url'))
}

function read<T>(line: string | undefined): T {
  try {
    return JSON.parse(line ?? '') as T
  } catch {
    throw new Error('This is no audit export, or a line of it is broken')
  }
}
