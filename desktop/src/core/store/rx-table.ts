import {
  getPrimaryFieldOfPrimaryKey,
  getSchemaByObjectPath,
  objectPathMonad,
  type RxDocumentData,
  type RxJsonSchema,
} from 'rxdb'
import { orderKey } from './key-order.ts'

export type Bound = string | number | null
type Kind = 'text' | 'number' | 'flag'

/** One indexed field of the documents as a column of its own. Missing and wrongly typed values are NULL. */
export interface Column {
  readonly name: string
  readonly kind: Kind
  /** The value to store or to compare with, or NULL when `value` is not of this column's kind. */
  bound(value: unknown): Bound
  read(document: object): Bound
}

export interface Index {
  readonly name: string
  readonly columns: readonly Column[]
}

/** The table of one collection at one schema version: documents as JSON text, indexed fields as columns beside it. */
export interface Table {
  readonly name: string
  readonly primaryPath: string
  /** What stands in the column `id` for a primary key. */
  key(id: string): string
  /** By the path of the field, as selectors name it. */
  readonly columns: ReadonlyMap<string, Column>
  /** By the joined paths of the fields, as RxDB's query plans name them. */
  readonly indexes: ReadonlyMap<string, Index>
  readonly create: string
  readonly insert: string
  readonly update: string
  readonly read: string
}

const OWN_COLUMNS: Readonly<Record<string, string>> = { _deleted: 'deleted', '_meta.lwt': 'lwt' }
const TYPES: Readonly<Record<Kind, string>> = { text: 'TEXT', number: 'REAL', flag: 'INTEGER' }

/**
 * Lays a collection out as a table. `toKey` turns text into what SQLite shall store and compare in its stead; only the
 * test that shows why `orderKey` is needed passes another.
 */
export function tableOf<D>(
  collectionName: string,
  schema: RxJsonSchema<RxDocumentData<D>>,
  toKey: (text: string) => string = orderKey,
): Table {
  const name = `${collectionName}-${schema.version}`
  const primaryPath: string = getPrimaryFieldOfPrimaryKey(schema.primaryKey)
  const columns = new Map<string, Column>()
  const column = (path: string): Column => {
    const known = columns.get(path)
    if (known) return known
    const own = path === primaryPath ? 'id' : (OWN_COLUMNS[path] ?? `f:${path}`)
    const made = columnOf(own, path, kindOf(schema, path), toKey)
    columns.set(path, made)
    return made
  }
  for (const path of [primaryPath, ...Object.keys(OWN_COLUMNS)]) column(path)
  const indexes = new Map<string, Index>()
  for (const index of schema.indexes ?? []) {
    const paths = [index].flat() as string[]
    indexes.set(paths.join(), { name: `${name}:${paths.join()}`, columns: paths.map(column) })
  }
  return {
    name,
    primaryPath,
    key: toKey,
    columns,
    indexes,
    ...statements(name, [...columns.values()], [...indexes.values()]),
  }
}

/** An SQL identifier in quotes. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function kindOf<D>(schema: RxJsonSchema<RxDocumentData<D>>, path: string): Kind {
  const { type } = getSchemaByObjectPath(schema, path)
  if (type === 'boolean') return 'flag'
  return type === 'string' ? 'text' : 'number'
}

function columnOf(name: string, path: string, kind: Kind, toKey: (text: string) => string): Column {
  const value = objectPathMonad<object, unknown>(path)
  const bound = { text: textBound(toKey), number: numberBound, flag: flagBound }[kind]
  return { name: quoted(name), kind, bound, read: document => bound(value(document)) }
}

function textBound(toKey: (text: string) => string): (value: unknown) => Bound {
  return value => (typeof value === 'string' ? toKey(value) : null)
}

function numberBound(value: unknown): Bound {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function flagBound(value: unknown): Bound {
  return typeof value === 'boolean' ? Number(value) : null
}

function statements(name: string, columns: readonly Column[], indexes: readonly Index[]) {
  const table = quoted(name)
  const names = [...columns.map(c => c.name), 'rev', 'data']
  // Naming the id here too would make SQLite write its index anew with every update.
  const settable = names.slice(1)
  const declared = columns.map(c => `${c.name} ${TYPES[c.kind]}${c.name === '"id"' ? ' PRIMARY KEY NOT NULL' : ''}`)
  return {
    create: [
      `CREATE TABLE IF NOT EXISTS ${table}(${[...declared, 'rev TEXT NOT NULL', 'data TEXT NOT NULL'].join(', ')})`,
      ...indexes.map(
        i => `CREATE INDEX IF NOT EXISTS ${quoted(i.name)} ON ${table}(${i.columns.map(c => c.name).join(', ')})`,
      ),
      `CREATE INDEX IF NOT EXISTS ${quoted(`${name}:tombstones`)} ON ${table}(lwt) WHERE deleted = 1`,
    ].join(';\n'),
    insert: `INSERT INTO ${table}(${names.join()}) VALUES (${names.map(() => '?').join()}) ON CONFLICT(id) DO NOTHING`,
    update: `UPDATE ${table} SET ${settable.map(n => `${n} = ?`).join(', ')} WHERE id = ? AND rev = ?`,
    read: `SELECT data FROM ${table} WHERE id = ?`,
  }
}
