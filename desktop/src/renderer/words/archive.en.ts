import type { archiveZhCN } from './archive.zh-CN.ts'

export const archiveEn: typeof archiveZhCN = {
  title: '{{what}}: what the archive has',
  take: 'Need not bring',
  taken: 'Need not bring:',
  giveUp: 'Not this one',
  not: 'Cannot be used again:',
  of: 'taken {{day}} at {{unit}}, {{pages}} pages, {{trust}}',
  copy: 'Download the copy with its watermark',
}
