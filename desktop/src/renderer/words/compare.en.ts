import type { compareZhCN } from './compare.zh-CN.ts'

export const compareEn: typeof compareZhCN = {
  look: 'Compare with the register',
  title: 'Compared with “{{register}}”',
  field: 'Item',
  here: 'Here',
  there: 'In the register',
  same: 'the same',
  allSame: 'Everything is as in the register; there is nothing to change.',
  take: 'Take over what is chosen',
  hint: 'What is taken over is an edit of yours.',
}
