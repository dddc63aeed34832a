import { expect, test } from 'vitest'
import { foundTexts } from './found.ts'
import { rowsOf } from './layout.ts'
import { papersOn } from './papers-on.ts'
import { fieldText } from './read-field.ts'

/** A page of texts at places, 20 pixels a character; spaces are gaps. */
function pageOf(...texts: [number, number, string][]) {
  return {
    width: 1200,
    height: 800,
    lines: texts.map(([left, top, text]) => {
      const right = left + text.length * 20
      const characters = [...text].map((c, i) => ({ text: c, confidence: 1, at: (i + 0.5) / text.length }))
      const quad = [
        [left, top],
        [right, top],
        [right, top + 24],
        [left, top + 24],
      ] as const
      return { characters, quad: quad.map(([x, y]) => [x, y]) as never }
    }),
  }
}

/** The kinds of paper on a page, and the fields with their values. */
function readOf(page: ReturnType<typeof pageOf>) {
  const rows = rowsOf(page)
  const { papers, several } = papersOn(rows)
  const fields = papers.flatMap(paper => foundTexts(rows, paper).flatMap(found => fieldText(found, page) ?? []))
  return { kinds: papers.map(p => p.kind), several, fields: Object.fromEntries(fields.map(f => [f.name, f.value])) }
}

const CARD: [number, number, string][] = [
  [100, 100, '姓 名'],
  [220, 98, '钟红明'],
  [100, 150, '性别 女   民族 土家'],
  [100, 200, '出 生'],
  [220, 200, '1948年12月20日'],
  [100, 250, '住址'],
  [220, 250, '北京市西城区长江东路29'],
  [220, 280, '7号'],
  [100, 360, '公民身份号码'],
  [320, 360, '110102194812204060'],
]
const VALUES = {
  name: '钟红明',
  sex: '女',
  nation: '土家',
  birth: '1948-12-20',
  address: '北京市西城区长江东路297号',
  number: '110102194812204060',
}

test('a card: labels apart from and in one line with their values, an address on two lines', () => {
  expect(readOf(pageOf(...CARD))).toEqual({ kinds: ['id-front'], several: false, fields: VALUES })
})

test('both sides of a card on one page are one paper of two sides', () => {
  const back: [number, number, string][] = [
    [100, 500, '中华人民共和国'],
    [100, 550, '居民身份证'],
    [100, 620, '签发机关  北京市公安局西城分局'],
    [100, 660, '有效期限  2016.07.03-长期'],
  ]
  const { kinds, several, fields } = readOf(pageOf(...CARD, ...back))
  expect({ kinds, several }).toEqual({ kinds: ['id-front', 'id-back'], several: false })
  expect(fields).toEqual({ ...VALUES, authority: '北京市公安局西城分局', validity: '2016-07-03/' })
})

test('two cards on one page are two papers', () => {
  const second = CARD.map(([left, top, text]): [number, number, string] => [left, top + 400, text])
  expect(readOf(pageOf(...CARD, ...second)).several).toBe(true)
})

test('a lease: two parties with numbers of their own, and a term', () => {
  const { kinds, fields } = readOf(
    pageOf(
      [400, 50, '房屋租赁合同'],
      [100, 120, '出租方（甲方）：孟敏文'],
      [700, 120, '身份证号：130725195101094120'],
      [100, 170, '承租方（乙方）：黄思'],
      [700, 170, '身份证号：140105197003261696'],
      [100, 220, '房屋坐落：浙江省金华市义乌市大洼镇149号'],
      [100, 270, '租赁期限：2024年1月1日至2026年12月31日'],
      [100, 320, '月租金：1500元'],
    ),
  )
  expect(kinds).toEqual(['lease'])
  expect(fields).toEqual({
    lessor: '孟敏文',
    lessorNumber: '130725195101094120',
    lessee: '黄思',
    lesseeNumber: '140105197003261696',
    address: '浙江省金华市义乌市大洼镇149号',
    validity: '2024-01-01/2026-12-31',
    rent: '1500元',
  })
})

test('a marriage certificate: what stands twice belongs to the one and to the other', () => {
  const person = (top: number, name: string, sex: string, number: string): [number, number, string][] => [
    [100, top, `姓名 ${name}`],
    [500, top, `性别 ${sex}`],
    [100, top + 50, '国籍 中国'],
    [500, top + 50, `出生日期 ${number.slice(6, 10)}年${number.slice(10, 12)}月${number.slice(12, 14)}日`],
    [100, top + 100, `身份证件号 ${number}`],
  ]
  const { kinds, fields } = readOf(
    pageOf(
      [100, 50, '持证人 黄思'],
      [100, 100, '登记日期 2020年05月20日'],
      [100, 150, '结婚证字号 J330782-2020-000123'],
      ...person(250, '黄思', '男', '140105197003261696'),
      ...person(450, '孟敏文', '女', '130725195101094120'),
    ),
  )
  expect(kinds).toEqual(['marriage'])
  expect(fields).toMatchObject({
    bearer: '黄思',
    registered: '2020-05-20',
    serial: 'J330782-2020-000123',
    name: '黄思',
    number: '140105197003261696',
    spouse: '孟敏文',
    spouseSex: '女',
    spouseBirth: '1951-01-09',
    spouseNumber: '130725195101094120',
  })
})

test('a label with nothing behind it takes nothing from the next, and a page of prose is no paper', () => {
  expect(readOf(pageOf(...CARD.filter(([, , text]) => text !== '钟红明'))).fields.name).toBeUndefined()
  expect(readOf(pageOf([100, 100, '关于居住证办理有关事项的通知'], [100, 150, '请携带身份证和照片'])).kinds).toEqual([])
})
