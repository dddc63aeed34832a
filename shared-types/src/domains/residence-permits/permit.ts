import type { RecordType } from '../../model/record.ts'
import { permitAccess } from './access.ts'
import { filled, notPassed, reached, state } from './conditions.ts'

/**
 * 居住证: the right and its card. It has no end of its own; without the yearly endorsement it is suspended
 * (Decree 663, article 10), which follows from the calendar and is therefore a flag, no state.
 */
export const permit = {
  title: '{name} {permitNo}',
  fields: {
    permitNo: { kind: 'text', locked: true },
    citizenId: { kind: 'personId', locked: true },
    name: { kind: 'text', locked: true },
    sex: { kind: 'choice', of: 'sexes', locked: true },
    nation: { kind: 'choice', of: 'nations', locked: true },
    birth: { kind: 'date', locked: true },
    homeAddress: { kind: 'text', locked: true },
    phone: { kind: 'phone', locked: true },
    blankNo: { kind: 'text', locked: true },
    application: { kind: 'link', to: 'residence-permits.application', locked: true },
    signedOn: { kind: 'date', locked: true },
    countedFrom: { kind: 'date', locked: true },
    endorseFrom: { kind: 'date', locked: true },
    endorsedUntil: { kind: 'date', locked: true },
    endorsedOn: { kind: 'date', locked: true },
    replacedOn: { kind: 'date', locked: true },
    lostOn: { kind: 'date', locked: true },
    lossReason: { kind: 'choice', of: 'replaceReasons', locked: true },
    foundOn: { kind: 'date', locked: true },
    cancelledOn: { kind: 'date', locked: true },
    cancelReason: { kind: 'choice', of: 'permitEnds', locked: true },
    cancelNote: { kind: 'text', max: 300, locked: true, required: false },
  },
  keys: ['permitNo', 'citizenId', 'endorsedUntil', 'blankNo'],
  workflow: {
    start: 'new',
    states: {
      new: { tone: 'wait' },
      valid: { tone: 'good' },
      lost: { tone: 'bad' },
      cancelled: { final: true, tone: 'quiet' },
    },
    steps: {
      issue: { from: ['new'], to: 'valid', by: ['auxiliary', 'clerk'], hidden: true },
      endorse: { from: ['valid'], to: 'valid', by: ['reviewer'], hidden: true },
      endorseLate: { from: ['valid'], to: 'valid', by: ['reviewer'], hidden: true },
      replace: { from: ['valid', 'lost'], to: 'valid', by: ['auxiliary', 'clerk'], hidden: true },
      reportLoss: {
        from: ['valid'],
        to: 'lost',
        by: ['auxiliary', 'clerk', 'reviewer'],
        asks: ['lossReason'],
        sets: { lostOn: { now: 'date' } },
      },
      find: {
        from: ['lost'],
        to: 'valid',
        by: ['clerk', 'reviewer'],
        guards: { noReplacement: { not: { some: 'replacements' } } },
        sets: { foundOn: { now: 'date' } },
      },
      cancel: {
        from: ['valid', 'lost'],
        to: 'cancelled',
        by: ['reviewer'],
        guards: { nothingOpen: { not: { some: 'openApplications' } } },
        asks: ['cancelReason', 'cancelNote'],
        sets: { cancelledOn: { now: 'date' } },
        danger: true,
      },
    },
  },
  access: permitAccess,
  lookups: {
    applications: {
      record: 'residence-permits.application',
      match: { permitNo: 'permitNo' },
      where: filled('receiptNo'),
    },
    openApplications: {
      record: 'residence-permits.application',
      match: { permitNo: 'permitNo' },
      where: state('accepted', 'passed', 'making', 'made'),
    },
    replacements: {
      record: 'residence-permits.application',
      match: { permitNo: 'permitNo' },
      where: {
        all: [{ field: 'kind', is: 'equal', to: 'replacement' }, state('accepted', 'passed', 'making', 'made')],
      },
    },
    residences: { record: 'population.resident', match: { citizenId: 'citizenId' }, where: state('active', 'left') },
  },
  flags: {
    dueSoon: { when: { all: [state('valid'), reached('endorseFrom'), notPassed('endorsedUntil')] }, tone: 'wait' },
    suspended: { when: { all: [state('valid'), { not: notPassed('endorsedUntil') }] }, tone: 'bad' },
  },
  retention: { years: 'keepYears', ends: { cancelled: 'cancelledOn' } },
  list: {
    columns: ['permitNo', 'name', 'citizenId', '$state', 'signedOn', 'endorsedUntil', 'blankNo'],
    search: ['name', 'citizenId', 'permitNo', 'blankNo', 'phone'],
    filters: ['$state', 'signedOn', 'endorsedUntil', 'lostOn', 'cancelledOn', '$unit'],
    newest: 'signedOn',
  },
  form: [
    { section: 'holder', fields: ['citizenId', 'name', 'sex', 'nation', 'birth', 'homeAddress', 'phone'] },
    {
      section: 'permit',
      fields: ['permitNo', 'blankNo', 'application', 'signedOn', 'countedFrom', 'endorseFrom', 'endorsedUntil'],
    },
    {
      section: 'course',
      fields: [
        'endorsedOn',
        'replacedOn',
        'lostOn',
        'lossReason',
        'foundOn',
        'cancelledOn',
        'cancelReason',
        'cancelNote',
      ],
    },
  ],
} satisfies RecordType
