import {
  type LogProof,
  linkOf,
  logLine,
  proofOf,
  type SettingProof,
  settingLine,
  settingProof,
} from '../../shared-types/src/engine/audit-chain.ts'
import { sha256 } from './sha256.ts'
import type { Db } from './store.ts'

/** One line of the chain, of whichever table, with the link that is stored beside it. */
export interface Line {
  seq: number
  link: string
  /** An event's row without its content, or a value of a setting. */
  proof: LogProof | SettingProof
  /** The content of an event as it was sent. */
  body?: string
}

export const isEvent = (proof: Line['proof']): proof is LogProof => 'case_id' in proof

/** The link of a line, were it the one with this number after `before`. */
export const linkAs = (before: string, { proof }: Pick<Line, 'proof'>, seq: number): string =>
  linkOf(sha256, before, isEvent(proof) ? logLine({ ...proof, seq }) : settingLine({ ...proof, seq }))

/** Lines with numbers after `from`, the lowest `limit` of them, in order. */
export async function linesAfter(db: Db, from: number, limit: number): Promise<Line[]> {
  const events = await db.selectFrom('events').selectAll().where('seq', '>', from).orderBy('seq').limit(limit).execute()
  const settings = await db
    .selectFrom('setting_versions')
    .selectAll()
    .where('seq', '>', from)
    .$if(events.length === limit, q => q.where('seq', '<', events.at(-1)!.seq))
    .orderBy('seq')
    .limit(limit)
    .execute()
  const lines: Line[] = [
    ...events.map(({ link, person: _person, act: _act, unit: _unit, ...row }) => ({
      seq: Number(row.seq),
      link,
      proof: proofOf(sha256, row),
      body: row.body,
    })),
    ...settings.map(({ link, ...row }) => ({ seq: Number(row.seq), link, proof: settingProof(sha256, row) })),
  ]
  return lines.sort((a, b) => a.seq - b.seq).slice(0, limit)
}

/** The link of the chain as it stood at a number: that of the last row up to it. Undefined when there is none. */
export async function linkAt(db: Db, seq: number): Promise<string | undefined> {
  const rows = await Promise.all(
    (['events', 'setting_versions'] as const).map(table =>
      db.selectFrom(table).select(['seq', 'link']).where('seq', '<=', seq).orderBy('seq', 'desc').limit(1).execute(),
    ),
  )
  return rows.flat().sort((a, b) => Number(b.seq) - Number(a.seq))[0]?.link
}
