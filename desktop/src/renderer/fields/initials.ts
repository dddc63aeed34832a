import { pinyin } from 'pinyin-pro'

/** The first letters of a word's pinyin, 首次申领 → scsl; letters and digits stay. */
export function initialsOf(word: string): string {
  return pinyin(word, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase()
}
