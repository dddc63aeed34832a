/** Seeded random schemas, documents and queries for the storage fuzz: the same seed gives the same run everywhere. */
import { fillWithDefaultSettings, type RxDocumentData, type RxJsonSchema } from 'rxdb'

export type Values = Record<string, unknown>
export type Doc = RxDocumentData<Values & { id: string }>
export type Schema = RxJsonSchema<Doc>
export type Random = ReturnType<typeof randomOf>

/** mulberry32: small, fast and good enough to shuffle test data. */
export function randomOf(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!
  const chance = (p: number) => next() < p
  const some = <T>(from: readonly T[], most: number): T[] =>
    [...from].sort(() => next() - 0.5).slice(0, 1 + below(Math.min(most, from.length)))
  return { next, below, pick, chance, some }
}

/**
 * `usual` data is what a schema promises: fields present, in range, trimmed; RxDB's memory storage is right about it.
 * `hostile` data has missing fields, control characters, trailing blanks, operands out of range and of the wrong type.
 */
export type Manners = 'usual' | 'hostile'

const RARE = ['𠮷', '𡃁', '𠀀', '𪚥', '\u{2ffff}']
const COMPATIBILITY = ['\uf900', '\uf90a', '\ufa6a', '\ufa11', '\ue000', '（', '）', 'Ａ', '～', '\ufffd', '\ufffe']
const PLAIN = ['a', 'b', 'B', 'z', '0', '9', '_', '-', 'é', '张', '王', '阿', '龥', '\ud7ff', '"', "'", '\\', '%']
const ROUGH = ['\t', '\n', '\u0001', ' ', '\ud842', '\udfb7', '\uffff']

function textOf(random: Random, manners: Manners, most = 4): string {
  const groups = manners === 'hostile' ? [PLAIN, RARE, COMPATIBILITY, ROUGH] : [PLAIN, RARE, COMPATIBILITY]
  let text = ''
  for (let left = random.below(most + 1); left > 0; left--) text += random.pick(random.pick(groups))
  return text
}

export interface Field {
  readonly path: string
  readonly indexable: boolean
  readonly value: (random: Random, manners: Manners) => unknown
  readonly schema: object
}

const number = (path: string, minimum: number, maximum: number, multipleOf: number): Field => ({
  path,
  indexable: true,
  schema: { type: multipleOf === 1 ? 'integer' : 'number', minimum, maximum, multipleOf },
  value: random => Number((minimum + random.below((maximum - minimum) / multipleOf + 1) * multipleOf).toFixed(2)),
})
const text = (path: string, maxLength: number, most: number): Field => ({
  path,
  indexable: true,
  schema: { type: 'string', maxLength },
  value: (random, manners) => textOf(random, manners, most),
})

const FIELDS: readonly Field[] = [
  text('name', 12, 3),
  text('short', 4, 1),
  { ...text('state', 10, 1), value: random => random.pick(['draft', 'review', 'made', 'issued']) },
  number('age', 0, 12, 1),
  number('balance', -5, 5, 1),
  number('fee', 0, 2, 0.01),
  { path: 'urgent', indexable: true, schema: { type: 'boolean' }, value: random => random.chance(0.5) },
  text('deep.unit', 8, 1),
  number('deep.level', 1, 3, 1),
  {
    path: 'note',
    indexable: false,
    schema: { type: 'string' },
    value: (random, manners) => textOf(random, manners, 6),
  },
  {
    path: 'tags',
    indexable: false,
    schema: { type: 'array', items: { type: 'string' } },
    value: random => random.some(['x', 'y', 'z'], 3),
  },
]

/** A schema over all fields with up to five random indexes; with hostile manners most fields are optional. */
export function schemaOf(random: Random, manners: Manners): Schema {
  const indexable = FIELDS.filter(f => f.indexable).map(f => f.path)
  const indexes = Array.from({ length: random.below(6) }, () => random.some(indexable, 3))
  const properties: Record<string, { type: string; properties?: object; required?: string[] }> = {
    id: { type: 'string', maxLength: 20 } as { type: string },
  }
  for (const { path, schema } of FIELDS) {
    const [head, tail] = path.split('.') as [string, string?]
    if (!tail) properties[head] = schema as { type: string }
    else {
      properties[head] = { type: 'object', properties: { ...properties[head]?.properties, [tail]: schema } }
    }
  }
  const required = manners === 'usual' ? Object.keys(properties) : ['id', 'urgent']
  return fillWithDefaultSettings({
    version: 0,
    type: 'object',
    primaryKey: 'id',
    properties,
    required,
    indexes,
  } as never)
}

/** Field values for a document; hostile ones leave some out. */
export function valuesOf(random: Random, manners: Manners): Values {
  const values: Values = {}
  for (const { path, value } of FIELDS) {
    if (manners === 'hostile' && path !== 'urgent' && random.chance(0.2)) continue
    const [head, tail] = path.split('.') as [string, string?]
    if (!tail) values[head] = value(random, manners)
    else values[head] = { ...(values[head] as object), [tail]: value(random, manners) }
  }
  return values
}

/** A Mango query in the user's shape, before RxDB normalises it. */
export function queryOf(random: Random, manners: Manners, ids: readonly string[]) {
  const selector = selectorOf(random, manners, ids, 2)
  if (random.chance(0.9))
    Object.assign(selector, { _deleted: { $eq: random.chance(0.95) ? false : random.chance(0.5) } })
  const paths = ['id', '_meta.lwt', ...FIELDS.filter(f => f.path !== 'tags').map(f => f.path)]
  const direction = random.pick(['asc', 'desc', undefined])
  const sort = random.chance(0.75)
    ? random.some(paths, 3).map(path => ({ [path]: direction ?? random.pick(['asc', 'desc']) }))
    : undefined
  return {
    selector,
    ...(sort && { sort }),
    ...(random.chance(0.3) && { skip: random.below(12) }),
    ...(random.chance(0.5) && { limit: random.below(15) }),
  }
}

function selectorOf(random: Random, manners: Manners, ids: readonly string[], depth: number): Values {
  const selector: Values = {}
  for (let left = random.below(4); left > 0; left--) {
    const field = random.pick(FIELDS)
    selector[field.path] = testOf(random, manners, field)
  }
  if (random.chance(0.1))
    selector.id = random.pick([{ $gt: random.pick(ids) }, { $lte: random.pick(ids) }, random.pick(ids)])
  if (depth > 0 && random.chance(0.25)) {
    const parts = Array.from({ length: 1 + random.below(3) }, () => selectorOf(random, manners, ids, depth - 1))
    selector[random.pick(['$and', '$or', '$or', '$nor'])] = parts
  }
  return selector
}

function testOf(random: Random, manners: Manners, field: Field): unknown {
  const value = () => operandOf(random, manners, field)
  if (field.path === 'tags') return random.pick([{ $size: 2 }, { $elemMatch: { $eq: 'x' } }, { $in: ['y', 'q'] }])
  if (field.path === 'urgent') return random.pick<unknown>([{ $eq: true }, { $eq: false }, false, { $ne: true }])
  const range = random.pick([
    { $gt: value() },
    { $gte: value() },
    { $lt: value() },
    { $lte: value() },
    { $gt: value(), $lt: value() },
    { $gte: value(), $lte: value() },
    { $gte: value(), $gt: value() },
  ])
  const other = random.pick<unknown>([
    value(),
    { $eq: value() },
    { $ne: value() },
    { $in: [value(), value(), value()] },
    { $in: [] },
    { $nin: [value(), value()] },
    { $exists: random.chance(0.8) },
    { $not: { $eq: value() } },
    { $not: { $gt: value() } },
    { $type: random.pick(['string', 'number']) },
    { $regex: random.pick(['^a', '张', '[a-z]', '𠮷']) },
  ])
  return random.chance(0.5) ? range : other
}

function operandOf(random: Random, manners: Manners, field: Field): unknown {
  if (manners === 'hostile' && random.chance(0.15)) {
    return random.pick<unknown>([
      null,
      0,
      -1,
      1.005,
      1e9,
      -1e9,
      '',
      ' ',
      'a ',
      '\uffff',
      true,
      false,
      Number.POSITIVE_INFINITY,
    ])
  }
  return field.value(random, manners)
}
