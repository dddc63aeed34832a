import type { codesZhCN } from './codes.zh-CN.ts'

type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> }

/** Signed codes of licences. */
export const codesEn: Words<typeof codesZhCN> = {
  title: 'Verify a code',
  scan: 'Scan the QR code on the licence',
  verify: 'Verify',
  picture: 'Signed code',
  take: 'Download picture',
  open: 'Open the licence',
  known: 'What has ended is known as of {{at}}, when this window last heard from the centre.',
  neverHeard: 'This window never heard from the centre: it does not know which licences have ended.',
  noEnd: 'without end',
  verdicts: {
    good: 'It holds',
    'no-code': 'No signed code',
    altered: 'Not whole, or altered',
    foreign: 'Of another authority',
    forged: 'Forged',
    early: 'Not yet in force',
    expired: 'Expired',
    ended: 'Ended',
  },
  fields: {
    what: 'Type',
    number: 'Number',
    holder: 'Holder',
    issuer: 'Issued by',
    from: 'Valid from',
    until: 'Valid until',
  },
}
