import type { Effect, Source, Step } from '../../model/record.ts'
import { kind } from './conditions.ts'

const ours: Source = { case: 'id' }
const blankOf = { serial: { field: 'blankNo' } } as const
/** An attempt is known by its application and the instant at which it was sent. */
const attemptOf = { application: ours, printedAt: { field: 'makingAt' } } as const

const onBlank = (act: string, set?: Effect['set']): Effect => ({
  record: 'blank',
  act,
  find: blankOf,
  ...(set && { set }),
})
const onPrint = (act: string, set?: Effect['set']): Effect => ({
  record: 'print',
  act,
  find: attemptOf,
  ...(set && { set }),
})

const spoiltBlank = onBlank('spoil', {
  spoilReason: { field: 'voidReason' },
  spoiledOn: { now: 'date' },
  spoiledFor: { field: 'receiptNo' },
})

const attempt: Effect = {
  record: 'print',
  act: 'send',
  set: {
    application: ours,
    receiptNo: { field: 'receiptNo' },
    permitNo: { field: 'permitNo' },
    blankNo: { field: 'blankNo' },
    terminalIp: { field: 'terminalIp' },
    terminalMac: { field: 'terminalMac' },
    deviceId: { field: 'deviceId' },
    operator: { user: 'id' },
    station: { user: 'unit' },
    printedAt: { field: 'makingAt' },
    printedOn: { now: 'date' },
  },
}

const newPermit: Effect = {
  record: 'permit',
  act: 'issue',
  set: {
    permitNo: { field: 'permitNo' },
    citizenId: { field: 'citizenId' },
    name: { field: 'name' },
    sex: { field: 'sex' },
    nation: { field: 'nation' },
    birth: { field: 'birth' },
    homeAddress: { field: 'homeAddress' },
    phone: { field: 'phone' },
    blankNo: { field: 'blankNo' },
    application: ours,
    signedOn: { field: 'decidedOn' },
    countedFrom: { field: 'decidedOn' },
    endorsedUntil: { later: { field: 'decidedOn' }, years: 1 },
    endorseFrom: { later: { later: { field: 'decidedOn' }, years: 1 }, months: -1 },
  },
  when: kind('first'),
}

/** A new card for the same permit: its number, its years and its endorsements stay. */
const newCard: Effect = {
  record: 'permit',
  act: 'replace',
  find: { permitNo: { field: 'permitNo' } },
  set: {
    name: { field: 'name' },
    sex: { field: 'sex' },
    nation: { field: 'nation' },
    homeAddress: { field: 'homeAddress' },
    phone: { field: 'phone' },
    blankNo: { field: 'blankNo' },
    application: ours,
    replacedOn: { now: 'date' },
  },
  when: kind('renewal', 'replacement'),
}

/** Card making, with every attempt recorded, and handing over. */
export const cardSteps: Readonly<Record<string, Step>> = {
  make: {
    from: ['passed'],
    to: 'making',
    by: ['clerk', 'reviewer'],
    asks: ['blankNo'],
    sets: {
      permitNo: { number: 'permit' },
      makingAt: { now: 'time' },
      madeBy: { user: 'id' },
      terminalIp: { terminal: 'ip' },
      terminalMac: { terminal: 'mac' },
      deviceId: { terminal: 'device' },
    },
    also: [attempt, onBlank('load', { application: ours, receiptNo: { field: 'receiptNo' } })],
    prints: { template: 'permitCard', printer: 'card', outcome: { good: 'made', void: 'spoil', nothing: 'unprinted' } },
  },
  made: {
    from: ['making'],
    to: 'made',
    by: ['clerk', 'reviewer'],
    sets: { madeOn: { now: 'date' } },
    also: [onPrint('succeed'), onBlank('use', { usedOn: { now: 'date' } })],
    hidden: true,
  },
  spoil: {
    from: ['making'],
    to: 'passed',
    by: ['clerk', 'reviewer'],
    asks: ['voidReason'],
    also: [onPrint('spoil', { voidReason: { field: 'voidReason' } }), spoiltBlank],
    hidden: true,
  },
  unprinted: {
    from: ['making'],
    to: 'passed',
    by: ['clerk', 'reviewer'],
    also: [onPrint('miss'), onBlank('unload')],
    hidden: true,
  },
  /** A fault found after the print: the card becomes void and another one is made. */
  scrap: {
    from: ['made'],
    to: 'passed',
    by: ['clerk', 'reviewer'],
    asks: ['voidReason'],
    also: [onPrint('revoke', { voidReason: { field: 'voidReason' } }), spoiltBlank],
    danger: true,
  },
  issue: {
    from: ['made'],
    to: 'issued',
    by: ['auxiliary', 'clerk'],
    asks: ['oldCardBack'],
    identity: { field: 'citizenId', ticket: 'receiptNo', evidence: 'identityEvidence' },
    sets: { issuedOn: { now: 'date' }, issuedAt: { now: 'time' }, issuedBy: { user: 'id' } },
    also: [newPermit, newCard],
  },
}
