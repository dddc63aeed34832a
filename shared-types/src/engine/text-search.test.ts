import fc from 'fast-check'
import { expect, it } from 'vitest'
import { excerptOf, hasWords, searchable, textQuestion, textTokens } from './text-search.ts'

const PAGE = `房屋租赁合同
出租方（甲方）：欧阳婉儿　身份证号：320583197907044170
承租方：𠮷祥瑞　联系电话 138 0000 1234
房屋坐落于嘉兴市南湖区桂花街道A座101室，租期自２０２５年３月１日起。`

/** What the index would answer, and then the look at the text itself. */
function finds(page: string, typed: string): boolean {
  const question = textQuestion(typed)
  const tokens = new Set(textTokens(searchable(page)))
  return question?.tokens.every(token => tokens.has(token)) === true && hasWords(searchable(page), question)
}

it.each([
  '欧阳婉儿',
  '婉儿',
  '阳婉',
  '𠮷祥',
  '租赁合同',
  '同出租',
  '桂花 婉儿',
  '320583197907044170',
  '3205831979',
  '4170',
  '13800001234',
  'A座',
  '室 婉儿',
  'a座101室',
  '2025年3月',
  '合同\n出租方',
])('finds %s', typed => expect(finds(PAGE, typed)).toBe(true))

it.each(['婉阳', '购房合同', '320583199907044170', '桂花 张三', '桂花街A', '', '  ，。', '儿', '101', '，1'])(
  'does not find %s',
  typed => expect(finds(PAGE, typed)).toBe(false),
)

it('finds every part of every text, and nothing that is not there', () => {
  const letters = fc.constantFrom(...'张三李四合同房屋𠮷ab12， \n（')
  fc.assert(
    fc.property(
      fc.string({ unit: letters, minLength: 1, maxLength: 40 }),
      fc.nat(),
      fc.nat(12),
      (text, from, length) => {
        const characters = [...text]
        const start = from % characters.length
        const part = characters
          .slice(start, start + 1 + length)
          .join('')
          .replace(/\s/g, '')
        if (textQuestion(part)) expect(finds(text, part)).toBe(true)
        expect(finds(text, `${part}龘龘`)).toBe(false)
      },
    ),
    { numRuns: 300 },
  )
})

it('shows what stands around the first word', () => {
  expect(excerptOf(PAGE, textQuestion('婉儿')!)).toBe(
    '房屋租赁合同 出租方（甲方）：欧阳婉儿 身份证号：320583197907044170…',
  )
})
