import type { Condition } from '../../model/condition.ts'
import type { RecordType } from '../../model/record.ts'
import { paperLookups } from './application-papers.ts'
import { filled, kind, notPassed, reached, state } from './conditions.ts'

const live = state('valid', 'lost')
const byPerson = { citizenId: 'citizenId' } as const
/** A print terminal is a printer of the unit, and the machine that it stands at. */
const registered = { deviceId: 'deviceId', station: '$unit' } as const
const inUse: Condition = {
  all: [state('active'), reached('activeFrom'), { any: [{ field: 'activeTo', is: 'empty' }, notPassed('activeTo')] }],
}

export const lookups = {
  residences: { record: 'population.resident', match: byPerson, where: state('active', 'left') },
  employments: { record: 'population.employment', match: byPerson, where: state('active', 'ended') },
  permits: { record: 'residence-permits.permit', match: byPerson, where: live },
  formerPermits: { record: 'residence-permits.permit', match: byPerson, where: state('cancelled') },
  applications: { record: 'residence-permits.application', match: byPerson, where: filled('receiptNo') },
  openApplications: {
    record: 'residence-permits.application',
    match: byPerson,
    where: state('accepted', 'passed', 'making', 'made'),
  },
  oldPermit: {
    record: 'residence-permits.permit',
    match: { permitNo: 'permitNo', citizenId: 'citizenId' },
    where: live,
  },
  permitToEndorse: {
    record: 'residence-permits.permit',
    match: { permitNo: 'permitNo', endorsedUntil: 'permitUntil' },
    where: state('valid'),
  },
  ...paperLookups,
  blank: { record: 'residence-permits.blank', match: { serial: 'blankNo' }, where: state('handed') },
  printer: { record: 'residence-permits.terminal', match: registered, where: inUse },
  terminal: {
    record: 'residence-permits.terminal',
    match: { ...registered, ip: 'terminalIp', mac: 'terminalMac' },
    where: inUse,
  },
  prints: { record: 'residence-permits.print', match: { receiptNo: 'receiptNo' } },
  goodPrints: { record: 'residence-permits.print', match: { receiptNo: 'receiptNo' }, where: state('good') },
} satisfies RecordType['lookups']

/** Decree 663, article 2: half a year of registered residence or employment here. */
export const entitlements = {
  halfYear: {
    asked: { not: { some: 'permits' } },
    from: [
      { lookup: 'residences', since: 'livedSince', until: 'leftOn' },
      { lookup: 'employments', since: 'since', until: 'until' },
    ],
    months: 'halfYearMonths',
    several: 'spellsAddUp',
  },
} satisfies RecordType['entitlements']

export const checks = {
  /** Article 9: for people under sixteen a guardian or close relative applies. */
  needsAgent: {
    fails: {
      all: [{ field: 'birth', is: 'more', to: { months: -192 } }, { not: { field: 'byAgent', is: 'equal', to: true } }],
    },
    field: 'byAgent',
    acts: ['accept'],
  },
  ownAgent: { fails: { field: 'agentId', is: 'equal', to: { field: 'citizenId' } }, field: 'agentId' },
  numberTyped: { fails: { all: [kind('first'), filled('permitNo')] }, field: 'permitNo', acts: ['accept'] },
  damagedIsRenewal: {
    fails: {
      any: [
        { all: [kind('renewal'), { field: 'replaceReason', is: 'in', to: ['lost', 'stolen'] }] },
        { all: [kind('replacement'), { not: { field: 'replaceReason', is: 'in', to: ['lost', 'stolen'] } }] },
      ],
    },
    field: 'replaceReason',
    acts: ['accept'],
  },
  blankNotReady: { fails: { not: { some: 'blank' } }, field: 'blankNo', acts: ['make'] },
  terminalUnknown: { fails: { not: { some: 'printer' } }, field: 'deviceId', acts: ['make'] },
  terminalElsewhere: {
    fails: { all: [{ some: 'printer' }, { not: { some: 'terminal' } }] },
    field: 'terminalIp',
    acts: ['make'],
  },
  /** Article 11: whoever gets a new permit for a damaged one hands the old one back. */
  oldCardMissing: {
    fails: { all: [kind('renewal'), { not: { field: 'oldCardBack', is: 'equal', to: true } }] },
    field: 'oldCardBack',
    acts: ['issue'],
  },
} satisfies RecordType['checks']
