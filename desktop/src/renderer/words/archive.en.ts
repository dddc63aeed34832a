import type { archiveZhCN } from './archive.zh-CN.ts'

export const archiveEn: typeof archiveZhCN = {
  title: '{{what}}: what the archive has',
  take: 'Need not bring',
  taken: 'Need not bring:',
  giveUp: 'Not this one',
  not: 'Cannot be used again:',
  of: 'taken {{day}} at {{unit}}, {{pages}} pages, {{trust}}',
  menu: 'Search in papers',
  searchHint: 'What stands on a paper: a name, a number, an address, part of a sentence; all words must be there',
  search: 'Search',
  none: 'Nothing was found. Try other or fewer words.',
  more: 'There are more. Type more words.',
  hereOnly: 'No line to the centre: only papers read at this window were searched.',
  notHere: 'not at this window',
  pack: 'Make a package for the archive',
  copy: 'Download the copy with its watermark',
}
