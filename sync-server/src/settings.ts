import { settingLine, settingProof } from '../../shared-types/src/engine/audit-chain.ts'
import type { Setting } from '../../shared-types/src/protocol.ts'
import { sha256 } from './sha256.ts'
import type { Db, Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

export type StoredSetting = Setting & { seq: number; deleted?: true }

/** Adds or replaces a setting; what it was stays on record with the time from which the new value holds. */
export async function putSetting(turn: Turn, setting: Setting, at: string): Promise<StoredSetting> {
  const value = JSON.stringify(setting.value)
  const version = { id: setting.id, at, value }
  const { seq, link } = await turn.next(number => settingLine(settingProof(sha256, { ...version, seq: number })))
  const row = { kind: setting.kind, value, seq, deleted: 0 }
  await turn.db
    .insertInto('settings')
    .values({ id: setting.id, ...row })
    .onConflict(on => on.column('id').doUpdateSet(row))
    .execute()
  await turn.db
    .insertInto('setting_versions')
    .values({ ...version, seq, link })
    .execute()
  return { ...setting, seq }
}

export async function getSetting(db: Db, id: string): Promise<StoredSetting | undefined> {
  const row = await db.selectFrom('settings').selectAll().where('id', '=', id).executeTakeFirst()
  return row && settingOf(row)
}

/** Settings after a number, in the order in which they were put. */
export async function settingsAfter(db: Db, seq: number): Promise<StoredSetting[]> {
  const rows = await db.selectFrom('settings').selectAll().where('seq', '>', seq).orderBy('seq').execute()
  return rows.map(settingOf)
}

/** The value that held at a time, when it was not the present one. */
export async function settingAt(db: Db, id: string, at: string): Promise<Setting['value'] | undefined> {
  const row = await db
    .selectFrom('setting_versions')
    .select('value')
    .where('id', '=', id)
    .where('at', '<=', at)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && (JSON.parse(row.value) as Setting['value'])
}

function settingOf(row: ServerTables['settings']): StoredSetting {
  const { id, kind, seq } = row
  return { id, kind, value: JSON.parse(row.value), seq, ...(row.deleted && { deleted: true }) } as StoredSetting
}
