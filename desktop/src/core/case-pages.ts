import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Follower } from './following.ts'
import type { SqliteDatabase } from './store/sqlite.ts'

/** A case that names a file, and the field in which it does. */
export interface Naming {
  id: string
  field: string
}

/** The files that values name, by field. */
export function filesIn(kind: Kind, data: Data): { field: string; hash: string }[] {
  return Object.entries(data).flatMap(([field, value]) =>
    Object.hasOwn(kind.record.fields, field) && kind.record.fields[field]!.kind === 'files' && Array.isArray(value)
      ? [...new Set(value.map(String))].map(hash => ({ field, hash }))
      : [],
  )
}

/** Which case names which file, as what follows the projection: a picture is asked for by its hash alone. */
export function pagesFollower(kinds: Kinds): Follower {
  const withFiles = new Set(
    [...kinds.values()].filter(k => Object.values(k.record.fields).some(f => f.kind === 'files')).map(k => k.type),
  )
  return {
    create(db) {
      db.exec(`
        create table if not exists case_pages (
          id text not null, field text not null, hash text not null, primary key (id, field, hash)) without rowid;
        create index if not exists case_pages_hash on case_pages (hash, id, field);
      `)
    },
    put(db, cases) {
      const named = cases.filter(c => withFiles.has(c.type))
      if (named.length) db.transaction(() => putAll(db, kinds, named))()
    },
    remove(db, ids) {
      const drop = db.prepare('delete from case_pages where id = ?')
      db.transaction(() => {
        for (const id of ids) drop.run(id)
      })()
    },
    clear: db => void db.exec('delete from case_pages'),
  }
}

function putAll(db: SqliteDatabase, kinds: Kinds, cases: readonly Case[]): void {
  const drop = db.prepare('delete from case_pages where id = ?')
  const add = db.prepare('insert into case_pages (id, field, hash) values (?, ?, ?)')
  for (const c of cases) {
    drop.run(c.id)
    for (const { field, hash } of filesIn(kindOf(kinds, c.type), c.data)) add.run(c.id, field, hash)
  }
}

/** At most `most` cases that name the file. */
export const namingOf = (db: SqliteDatabase, hash: string, most = 200): Naming[] =>
  db.prepare('select id, field from case_pages where hash = ? limit ?').all(hash, most) as Naming[]

/** Several followers as one. */
export const followers = (...all: readonly Follower[]): Follower => ({
  create: db => all.forEach(one => one.create(db)),
  put: (db, cases) => all.forEach(one => one.put(db, cases)),
  remove: (db, ids) => all.forEach(one => one.remove(db, ids)),
  clear: db => all.forEach(one => one.clear(db)),
})
