/** GB/T 2261.1, the codes that ID cards carry. */
export const SEXES = ['1', '2', '0', '9'] as const

export const SEX_WORDS = {
  'zh-CN': { 0: '未知', 1: '男', 2: '女', 9: '未说明' },
  en: { 0: 'Unknown', 1: 'Male', 2: 'Female', 9: 'Not stated' },
} as const
