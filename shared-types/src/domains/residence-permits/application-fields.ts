import type { RecordType } from '../../model/record.ts'
import { CARD_KINDS, kind, state } from './conditions.ts'

const byAgent = { field: 'byAgent', is: 'equal', to: true } as const
const ground = (name: string) => ({ field: 'ground', is: 'equal', to: name }) as const
const isCardKind = { field: 'kind', is: 'in', to: CARD_KINDS } as const

/**
 * What an application says. 《居住证暂行条例》 (Decree 663): article 2 grounds, article 4 what the permit shows,
 * article 9 evidence, agents, time limits.
 */
export const fields = {
  /** Article 2 speaks of citizens; others have permits by rules of their own. */
  citizenId: { kind: 'personId', of: ['citizen'], required: true },
  name: { kind: 'text', required: true, max: 50 },
  sex: { kind: 'choice', of: 'sexes', required: true },
  nation: { kind: 'choice', of: 'nations', required: true },
  birth: { kind: 'date', required: true, notBefore: '1900-01-01', notAfter: { today: 0 } },
  homeAddress: { kind: 'text', required: true, max: 200 },
  phone: { kind: 'phone', required: true, prefill: { lookup: 'residences', field: 'phone' } },
  photo: { kind: 'files', accept: 'photo', max: 1, required: isCardKind },

  kind: {
    kind: 'choice',
    of: 'kinds',
    required: true,
    offer: [
      { value: 'replacement', when: { some: 'permits', where: state('lost') } },
      {
        value: 'endorsement',
        when: {
          some: 'permits',
          where: { all: [state('valid'), { field: 'endorseFrom', is: 'less', to: { today: 1 } }] },
        },
      },
      { value: 'renewal', when: { some: 'permits' } },
      { value: 'first', when: { all: [] } },
    ],
  },
  permitNo: {
    kind: 'text',
    chars: 'code',
    max: 30,
    required: { not: kind('first') },
    shown: { any: [{ not: kind('first') }, { not: { field: 'permitNo', is: 'empty' } }] },
    prefill: { lookup: 'permits', field: 'permitNo' },
  },
  permitUntil: {
    kind: 'date',
    required: kind('endorsement'),
    shown: kind('endorsement'),
    prefill: { lookup: 'permits', field: 'endorsedUntil' },
  },
  replaceReason: {
    kind: 'choice',
    of: 'replaceReasons',
    required: kind('renewal', 'replacement'),
    shown: kind('renewal', 'replacement'),
  },
  address: { kind: 'address', required: true, prefill: { lookup: 'residences', field: 'address' } },
  ground: {
    kind: 'choice',
    of: 'grounds',
    required: true,
    offer: [
      { value: 'residence', when: { some: 'residences', where: { field: 'leftOn', is: 'empty' } } },
      { value: 'employment', when: { some: 'employments', where: { field: 'until', is: 'empty' } } },
    ],
  },
  residenceProof: { kind: 'choice', of: 'residenceProofs', required: ground('residence'), shown: ground('residence') },
  employer: {
    kind: 'text',
    max: 100,
    required: ground('employment'),
    shown: ground('employment'),
    prefill: { lookup: 'employments', field: 'employer' },
  },
  employmentProof: {
    kind: 'choice',
    of: 'employmentProofs',
    required: ground('employment'),
    shown: ground('employment'),
  },
  school: { kind: 'text', max: 100, required: ground('study'), shown: ground('study') },
  studyProof: { kind: 'choice', of: 'studyProofs', required: ground('study'), shown: ground('study') },
  evidence: {
    kind: 'files',
    accept: 'scan',
    max: 50,
    required: { all: [kind('first'), { field: 'earlierProof', is: 'empty' }] },
  },
  /** A paper of the archive in place of one that would have been brought. */
  earlierProof: {
    kind: 'link',
    to: 'archive.paper',
    shown: { any: [{ some: 'papers' }, { not: { field: 'earlierProof', is: 'empty' } }] },
  },
  cardCopy: { kind: 'files', accept: 'scan', max: 2 },

  byAgent: { kind: 'flag' },
  agentName: { kind: 'text', max: 50, required: byAgent, shown: byAgent },
  agentId: { kind: 'personId', required: byAgent, shown: byAgent },
  relation: { kind: 'choice', of: 'relations', required: byAgent, shown: byAgent },
  agentProof: { kind: 'files', accept: 'scan', max: 5, required: byAgent, shown: byAgent },
  signature: { kind: 'files', accept: 'signature', max: 1 },
  signatureEvidence: { kind: 'text', locked: true },
  note: { kind: 'text', max: 500, lines: true },

  receiptNo: { kind: 'text', locked: true },
  acceptedOn: { kind: 'date', locked: true },
  acceptedAt: { kind: 'time', locked: true },
  acceptedBy: { kind: 'text', locked: true },
  sendBackReason: { kind: 'text', max: 200, locked: true },
  decidedOn: { kind: 'date', locked: true },
  decidedAt: { kind: 'time', locked: true },
  decidedBy: { kind: 'text', locked: true },
  rejectReason: { kind: 'choice', of: 'rejectReasons', locked: true },
  rejectNote: { kind: 'text', max: 300, locked: true, required: false },
  cancelReason: { kind: 'choice', of: 'cancelReasons', locked: true },

  blankNo: { kind: 'text', chars: 'code', max: 20, locked: true },
  makingAt: { kind: 'time', locked: true },
  madeBy: { kind: 'text', locked: true },
  terminalIp: { kind: 'text', locked: true },
  terminalMac: { kind: 'text', locked: true },
  deviceId: { kind: 'text', locked: true },
  madeOn: { kind: 'date', locked: true },
  voidReason: { kind: 'choice', of: 'voidReasons', locked: true },
  oldCardBack: { kind: 'flag', locked: true, required: false, shown: kind('renewal') },
  issuedOn: { kind: 'date', locked: true },
  issuedAt: { kind: 'time', locked: true },
  issuedBy: { kind: 'text', locked: true },
  identityEvidence: { kind: 'choice', of: 'identityChecks', locked: true },
} satisfies RecordType['fields']
