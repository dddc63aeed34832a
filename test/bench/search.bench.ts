import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { createSearchTables, indexCases, type SearchCase, searchCases } from '../../desktop/src/core/search.ts'

interface Row {
  name: string
  value: number
  unit: string
  limit: number
  ok: boolean
}

const CASES = 100_000
const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘单解仇',
]
const GIVEN = [
  ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂小晓棠文博志恒立夏思远云帆美善子涵梓轩雨欣浩宇一诺怡𠮷䶮㛃',
]
const STATES = ['草稿', '已受理', '审核通过', '制证中', '已制证', '已领证', '不予受理']

const row = (name: string, value: number, unit: string, limit: number): Row => ({
  name,
  value: Math.round(value * 100) / 100,
  unit,
  limit,
  ok: value <= limit,
})

/** Invented people of one city: what they share, the area and the year in every number, is the hard part. */
function* cases(): Generator<SearchCase> {
  let state = 20261122
  const next = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % n
  }
  const one = (from: readonly string[]) => from[next(from.length)]!
  for (let i = 0; i < CASES; i++) {
    const at = new Date(1.72e12 + i * 600_000).toISOString()
    const born = `${1950 + next(58)}${String(1 + next(12)).padStart(2, '0')}${String(1 + next(28)).padStart(2, '0')}`
    yield {
      id: `case-${i}`,
      type: i % 3 ? 'residence-permits.application' : 'population.resident',
      newest: at,
      updatedAt: at,
      names: [one(SURNAMES) + one(GIVEN) + (next(4) ? one(GIVEN) : '')],
      numbers: [
        `440106${born}${String(next(10_000)).padStart(4, '0')}`,
        `13${String(next(1e9)).padStart(9, '0')}`,
        `SL4401062026${String(i).padStart(6, '0')}`,
      ],
      words: [one(STATES)],
    }
  }
}

/** Every text that stands in the box while these are typed, letter by letter. */
const KEYSTROKES = [
  '周晓棠',
  'zhouxiaotang',
  'zxt',
  '4401061991031800',
  'sl440106202605',
  '1380',
  '0012',
  '已领证',
  '已制证 王',
  'wang 4401',
  '𠮷',
].flatMap(text => [...text].map((_, i, all) => all.slice(0, i + 1).join('')))

async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'search-bench-'))
  const db = new Database(join(folder, 'cases.sqlite'))
  try {
    db.pragma('journal_mode = wal')
    db.pragma('synchronous = normal')
    createSearchTables(db)
    const cpu = process.cpuUsage()
    for (const part of parts(cases(), 1000)) indexCases(db, part)
    const { user, system } = process.cpuUsage(cpu)
    const taken = KEYSTROKES.map(text => ({ text, ms: median(5, () => searchCases(db, text)) }))
    const rare = median(5, () => searchCases(db, 'wang', { allowed: hit => hit.id.endsWith('77') }))
    const slowest = taken.reduce((a, b) => (b.ms > a.ms ? b : a))
    const again = [...cases()].slice(0, 200)
    return [
      row('search: a keystroke over 100,000 cases', sorted(taken.map(t => t.ms))[taken.length >> 1]!, 'ms', 50),
      row(`search: the slowest of ${taken.length} keystrokes (${slowest.text})`, slowest.ms, 'ms', 50),
      row('search: a keystroke where one in a hundred may be read', rare, 'ms', 50),
      row('search: putting 100,000 cases in, per case', (user + system) / CASES / 1000, 'ms CPU', 0.5),
      row('search: one changed case', median(1, () => again.forEach(c => indexCases(db, [c]))) / again.length, 'ms', 5),
    ]
  } finally {
    db.close()
    await rm(folder, { recursive: true })
  }
}

function* parts<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = []
  for (const one of all) {
    part.push(one)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length) yield part
}

function median(times: number, work: () => unknown): number {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    work()
    taken.push(performance.now() - start)
  }
  return sorted(taken)[times >> 1]!
}

const sorted = (all: number[]) => all.sort((a, b) => a - b)

export default { name: 'search', run }
