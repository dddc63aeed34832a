import type { OpenAppLine, OpenSecretLine } from '../../../shared-types/src/protocol-open.ts'
import type { Db } from '../store.ts'
import type { OpenTables } from '../tables-open.ts'
import { appOf } from './app.ts'

/** The apps of these units with their secrets, those in use first, by name. */
export async function appLines(db: Db, units: ReadonlySet<string>, today: string): Promise<OpenAppLine[]> {
  const rows = (await db.selectFrom('open_apps').selectAll().execute()).filter(row => units.has(row.unit))
  const secrets = Map.groupBy(
    await db.selectFrom('open_secrets').selectAll().orderBy('made_at').orderBy('id').execute(),
    row => row.app,
  )
  const uses = Map.groupBy(await db.selectFrom('open_uses').selectAll().orderBy('day').execute(), row => row.app)
  return rows
    .map(row => lineOf(row, secrets.get(row.id) ?? [], uses.get(row.id) ?? [], today))
    .sort((a, b) => Number(Boolean(a.endedAt)) - Number(Boolean(b.endedAt)) || (a.name < b.name ? -1 : 1))
}

function lineOf(
  row: OpenTables['open_apps'],
  secrets: readonly OpenTables['open_secrets'][],
  uses: readonly OpenTables['open_uses'][],
  today: string,
): OpenAppLine {
  const last = uses.at(-1)
  const used = last?.day === today ? Number(last.count) : 0
  return {
    ...appOf(row),
    contact: row.contact,
    note: row.note,
    addedBy: row.made_by,
    addedAt: row.made_at,
    ...(row.granted_by && { grantedBy: row.granted_by }),
    ...(row.granted_at && { grantedAt: row.granted_at }),
    ...(row.ended_by && { endedBy: row.ended_by }),
    ...(row.ended_at && { endedAt: row.ended_at }),
    ...(row.end_reason && { endReason: row.end_reason }),
    secrets: secrets.map(secretLine),
    // Once its quota was used up, the count stands one above it.
    usedToday: Math.min(used, Number(row.per_day)),
    ...(last && { lastDay: last.day }),
  }
}

const secretLine = (row: OpenTables['open_secrets']): OpenSecretLine => ({
  id: row.id,
  hint: row.hint,
  addedBy: row.made_by,
  addedAt: row.made_at,
  ...(row.released_by && { releasedBy: row.released_by }),
  ...(row.released_at && { releasedAt: row.released_at }),
  ...(row.ended_by && { endedBy: row.ended_by }),
  ...(row.ended_at && { endedAt: row.ended_at }),
})
