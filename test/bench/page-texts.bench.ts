import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPageTexts } from '../../desktop/src/core/page-texts.ts'
import { textQuestion } from '../../shared-types/src/engine/text-search.ts'
import type { Bench, Row } from './measure.ts'

/** Pages of the archive; `CHUANGTAI_BENCH_PAGES=1000000` for the size that the product is made for. */
const PAGES = Number(process.env.CHUANGTAI_BENCH_PAGES ?? 20_000)
/** ms that a search may take, whatever was typed. */
const LIMIT = 200

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘',
]
const GIVEN = [
  ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂小晓棠文博志恒立夏思远云帆美善子涵梓轩雨欣浩宇一诺怡𠮷䶮㛃',
]
const PHRASES = [
  '根据《中华人民共和国民法典》及有关规定，为明确出租方与承租方的权利义务关系，双方协商一致签订本合同。',
  '承租方应当按时交纳租金，逾期不交的每日按月租金的千分之五支付违约金。',
  '房屋及其附属设施的维修由出租方负责，因承租方使用不当造成损坏的由承租方赔偿。',
  '租赁期满，出租方继续出租的，承租方在同等条件下享有优先承租的权利。',
  '兹证明该同志系我单位职工，自入职之日起连续工作至今，社会保险由我单位缴纳。',
  '该生现就读于我校，学籍在册，学习期间遵守校规校纪，情况属实，特此证明。',
  '本证明仅用于办理居住证，不作其他用途，复印无效。',
  '以上情况如有不实，愿意承担由此产生的一切法律责任。',
]
const STREETS = ['桂花街道', '东栅街道', '南湖街道', '新兴街道', '解放街道', '长水街道', '七星街道', '城南街道']

function generator() {
  let state = 20261123
  const next = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % n
  }
  const one = <T>(from: readonly T[]) => from[next(from.length)]!
  const name = () => one(SURNAMES) + one(GIVEN) + (next(4) ? one(GIVEN) : '')
  return (i: number) => {
    const born = `${1950 + next(58)}${String(1 + next(12)).padStart(2, '0')}${String(1 + next(28)).padStart(2, '0')}`
    const number = `330402${born}${String(next(10_000)).padStart(4, '0')}`
    const lines = [
      next(3) ? '房屋租赁合同' : '证明',
      `出租方：${name()}　承租方：${name()}　身份证号：${number}`,
      `坐落：嘉兴市南湖区${one(STREETS)}${next(400)}号${next(30)}幢${next(3000)}室　编号 ${i}`,
      ...Array.from({ length: 6 }, () => one(PHRASES)),
      `${2015 + next(12)}年${1 + next(12)}月${1 + next(28)}日　联系电话 13${String(next(1e9)).padStart(9, '0')}`,
    ]
    return { number, lines }
  }
}

/** What every page has, what few have, what none has, and several words; each with a number of hits that it must have at least. */
const questions = (number: string): readonly [string, number][] => [
  ['租赁', 50],
  ['承租方应当按时交纳租金', 50],
  ['桂花街道 优先承租', 50],
  ['欧阳婉儿', 0],
  [number, 1],
  [number.slice(-6), 1],
  ['𠮷𠮷', 1],
  ['王 2025年3月', 1],
  ['2025年', 50],
]

/**
 * The window's own index over pages that were read, encrypted: how long a page takes to come in, and each kind of question
 * at its slowest of five, with everything allowed and with one hit in fifty.
 */
async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-bench-'))
  const texts = openPageTexts(folder, new Uint8Array(32).fill(7))
  try {
    const page = generator()
    const cpu = process.cpuUsage()
    let number = ''
    for (let i = 0; i < PAGES; i++) {
      const { number: own, lines } = page(i)
      if (i === Math.floor(PAGES / 3)) number = own
      const polygon: [number, number][] = [
        [0, 0],
        [900, 0],
        [900, 40],
        [0, 40],
      ]
      texts.put(i.toString(16).padStart(64, '0'), { lines: lines.map(text => ({ text, confidence: 0.97, polygon })) })
    }
    const used = process.cpuUsage(cpu)
    const rows = [row(`put a page, of ${PAGES}`, (used.user + used.system) / 1000 / PAGES, 'ms of processor', 20)]
    for (const [typed, least] of questions(number)) {
      for (const [name, share] of [
        ['all allowed', 1],
        ['one in 50 allowed', 50],
      ] as const) {
        let slowest = 0
        let count = 0
        for (let turn = 0; turn < 5; turn++) {
          const start = process.cpuUsage()
          const hits = await texts.search(textQuestion(typed)!, {
            limit: 50,
            allowed: async found => found.filter(hit => hit.at % share === 0),
          })
          const { user, system } = process.cpuUsage(start)
          slowest = Math.max(slowest, (user + system) / 1000)
          count = hits.length
        }
        if (share === 1 && count < least) throw new Error(`${typed} found ${count}`)
        rows.push(
          row(
            `search ${typed.length > 8 ? `${typed.slice(0, 8)}…` : typed}, ${name} (${count} hits)`,
            slowest,
            'ms of processor',
            LIMIT,
          ),
        )
      }
    }
    const { size } = await stat(join(folder, 'page-texts.sqlite'))
    rows.push(row('size a page', size / PAGES / 1024, 'kB', 24))
    return rows
  } finally {
    texts.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const row = (name: string, value: number, unit: string, limit: number) => ({
  name,
  value: Math.round(value * 100) / 100,
  unit,
  limit,
  ok: value <= limit,
})

export default { name: `Search in the text of ${PAGES} pages, at a window`, run } satisfies Bench
