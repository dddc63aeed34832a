import { createHash } from 'node:crypto'
import fc from 'fast-check'

/** A good request, as bytes would carry it. */
export interface Example {
  method: string
  /** With its query. */
  path: string
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What is wrong with a request. `head` is changed after signing, `raw` is how its bytes are spoilt on the wire. */
export interface Malformed {
  path: string
  body: Buffer
  mime?: string
  head: Readonly<Record<string, string | string[]>>
  raw?: Raw
}

export const RAWS = [
  'chunk of no size',
  'chunk without end',
  'chunked and counted',
  'two lengths',
  'negative length',
  'cut in the head',
  'cut in the body',
  'folded header',
  'bare line feeds',
  'nul in the head',
  'no such method',
  'no such version',
  'a second request of rubbish',
  'rubbish',
  'bytes in the path',
] as const
export type Raw = (typeof RAWS)[number]

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`

/** JSON texts where another value was wanted: types, sizes, names of prototypes, tricks of Unicode, words of SQL and paths. */
const VALUES: readonly string[] = [
  ...[
    'null',
    'true',
    '-1',
    '0',
    '1.5',
    '1e308',
    '-1e999',
    '9007199254740993',
    '1'.repeat(400),
    '""',
    '" "',
    '[]',
    '{}',
  ],
  ...['"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u202e\\u2066"', '"e\\u0301"', '"\\uffff"'],
  ...['"__proto__"', '"constructor"', '"toString"', '"$ne"', '"%s%n"', '"\\\\\\"\'`"', '"\\r\\nx-evil: 1"'],
  ...[
    `"'; drop table events; --"`,
    '"1 or 1=1"',
    '"../../../../etc/passwd"',
    '"C:\\\\windows"',
    '"$'.concat('{7*7}"'),
    '"=1+1"',
  ],
  ...['"2026-02-30"', '"9999-12-31T23:59:60.000Z"', '"-271821-04-20T00:00:00.000Z"', '"2026-03-02T01:00:00.000Z"'],
  ...[
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"$bytes":"AAAA"}',
    '{"toString":1}',
    '{"":""}',
  ],
  ...[JSON.stringify('x'.repeat(5000)), JSON.stringify('😀'.repeat(60)), JSON.stringify(Array(300).fill(0))],
  ...[nested(12, '[', ']'), nested(60, '{"a":', '}'), nested(3000, '[', ']'), nested(3000, '{"a":', '}')],
]
const KEYS = ['__proto__', 'constructor', 'prototype', 'id', '', ' ', 'hasOwnProperty', '😀', 'a'.repeat(200), '$where']

const PIECES = [
  ...[
    '%00',
    '%ff',
    '%c0%ae%c0%ae',
    '..%2f..%2f',
    '%2e%2e',
    '%',
    '%zz',
    '%E4%B8',
    '__proto__',
    'constructor',
    '.',
    '..',
  ],
  ...[
    '',
    '%20',
    'x'.repeat(3000),
    "'%20or%201=1",
    '%F0%9F%98%80',
    '0'.repeat(64),
    '-1',
    '1e9',
    '*',
    ':id',
    '%0d%0ax:y',
  ],
]
const QUERIES = [
  ...[
    '?',
    '?seq=',
    '?seq=-1',
    '?seq=1e30',
    '?seq=1&seq=2',
    '?seq[]=1',
    '?seq[__proto__]=1',
    '?scope[a][b]=1',
    '?limit=0',
  ],
  ...[
    '?after=NaN',
    '?after=99999999999999999999',
    '?%ff=%ff',
    '?__proto__=1',
    '?series=%00&year=2026',
    '?year=abc',
    '?&&&=',
  ],
  ...[`?scope=${'x'.repeat(2000)}`, '?series=mail.letter&year=2026&year=2027', '?seq=0&scope=%ED%A0%80'],
]
const MIMES = [
  ...[
    'text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=x',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/json, text/html',
    ';',
    'image/png',
  ],
]
const HEADS: readonly Readonly<Record<string, string | string[]>>[] = [
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br, gzip' },
  { 'x-protocol': '2' },
  { 'x-protocol': ['1', '1'] },
  { 'x-station': ['a', 'b'] },
  { 'x-station': '' },
  { 'x-session': 'x'.repeat(4000) },
  { 'x-session': 'ÿÿÿÿ' },
  { 'x-session': ['a', 'b'] },
  { 'x-station-counter': '-1' },
  { 'x-station-counter': '1e9' },
  { 'x-station-time': '2026-13-45T99:99:99Z' },
  { 'x-station-run': '../..' },
  { 'x-body-sha256': '0'.repeat(64) },
  { 'x-station-signature': 'A'.repeat(86) },
  { 'x-forwarded-for': "1.2.3.4, '; drop table x" },
  { host: 'evil.example' },
  { range: 'bytes=0-,-1' },
  { expect: '100-continue' },
  { cookie: `a=${'b'.repeat(3000)}` },
  { accept: '*/*;q=x' },
  { 'if-none-match': '*' },
  { upgrade: 'websocket', connection: 'upgrade' },
]

/** A change of JSON at one of its places, counted through. */
const change = fc.record({
  do: fc.constantFrom('set', 'drop', 'add', 'wrap'),
  at: fc.nat(1000),
  key: fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 8, unit: 'binary' })),
  value: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
  ),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** A change of bytes, at a share of them. */
const spoiling = fc.record({
  do: fc.constantFrom('cut', 'bytes', 'twice', 'mark', 'flip'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
})
type Spoiling = typeof spoiling extends fc.Arbitrary<infer T> ? T : never

const recipe = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom('json', 'json', 'json', 'json', 'bytes', 'path', 'query', 'mime', 'head', 'raw'),
  spoil: spoiling,
  piece: fc.constantFrom(...PIECES),
  place: fc.nat(10),
  query: fc.constantFrom(...QUERIES),
  mime: fc.constantFrom(...MIMES),
  head: fc.constantFrom(...HEADS),
  raw: fc.constantFrom(...RAWS),
})
type Recipe = typeof recipe extends fc.Arbitrary<infer T> ? T : never

/** So many recipes for spoiling, the same for each seed. */
export const recipes = (seed: number, count: number): Recipe[] => fc.sample(recipe, { seed, numRuns: count })

/** A request that one recipe made of a good one. */
export function malformed(example: Example, { kind, ...r }: Recipe): Malformed {
  const { path, body } = example
  const whole = { path, body, head: {} }
  if (kind === 'path') return { ...whole, path: withPiece(path, r.piece, r.place) }
  if (kind === 'query') return { ...whole, path: path.split('?')[0] + r.query }
  if (kind === 'mime') return { ...whole, mime: r.mime }
  if (kind === 'head') return { ...whole, head: r.head }
  if (kind === 'raw') return { ...whole, raw: r.raw }
  const isJson = body.length === 0 || body[0] === 0x7b
  const changed =
    kind === 'bytes' || !isJson ? spoilt(body, r.spoil) : Buffer.from(changedJson(String(body), r.changes))
  return { ...whole, path: path.replace(hashOf(body), hashOf(changed)), body: changed }
}

/** What is stored under its hash is asked for by the hash of what is sent. */
const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('hex')

/** Something else in the place of one part of a path. */
function withPiece(path: string, piece: string, place: number): string {
  const parts = path.split('?')[0]!.split('/')
  // The first is empty, and the second is what every route begins with.
  const at = place < 7 ? parts.length - 1 : 1 + (place % (parts.length - 1))
  return parts.map((part, i) => (i === at ? piece : part)).join('/') || '/'
}

function spoilt(body: Buffer, { do: what, at, bytes }: Spoiling): Buffer {
  const place = Math.floor(at * body.length)
  const [before, after] = [body.subarray(0, place), body.subarray(place)]
  if (what === 'cut') return before
  if (what === 'bytes') return Buffer.concat([before, bytes, after])
  if (what === 'twice') return Buffer.concat([body, after])
  if (what === 'mark') return Buffer.concat([Buffer.from('\ufeff'), body])
  const flipped = Buffer.from(body)
  if (flipped.length) flipped[place % flipped.length]! ^= bytes[0]! || 1
  return flipped
}

type Node = { parent: Record<string, unknown> | unknown[]; key: string | number }

/** JSON text with some of its values changed; the new ones are put in as text, since not all can be values. */
export function changedJson(text: string, changes: readonly Change[]): string {
  const holder = { root: text ? (JSON.parse(text) as unknown) : {} }
  const texts: string[] = []
  const mark = (value: string) => `\u0001${texts.push(value) - 1}\u0001`
  for (const { do: what, at, key, value } of changes) {
    const nodes: Node[] = []
    collect(holder, 'root', nodes)
    const { parent, key: name } = nodes[at % nodes.length]!
    const slot = parent as Record<string | number, unknown>
    const here = slot[name]
    if (what === 'drop' && name !== 'root') {
      if (Array.isArray(parent)) parent.splice(Number(name), 1)
      else delete slot[name]
    } else if (what === 'wrap') slot[name] = [here]
    else if (what === 'add' && typeof here === 'object' && here !== null)
      Object.defineProperty(here, Array.isArray(here) ? here.length : key, {
        value: mark(value),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    else slot[name] = mark(value)
  }
  return JSON.stringify(holder.root).replaceAll(/"\\u0001(\d+)\\u0001"/g, (_, i: string) => texts[Number(i)]!)
}

function collect(parent: Node['parent'], key: Node['key'], nodes: Node[]): void {
  nodes.push({ parent, key })
  const value = (parent as Record<string | number, unknown>)[key]
  if (Array.isArray(value)) value.forEach((_, i) => collect(value, i, nodes))
  else if (typeof value === 'object' && value !== null)
    for (const name of Object.keys(value)) collect(value as Record<string, unknown>, name, nodes)
}

/** A number that differs for each name and is the same each time. */
export const seedOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7)
