import type { RecordType } from '../../model/record.ts'
import { applicationAccess } from './access.ts'
import { cardSteps } from './application-card-steps.ts'
import { fields } from './application-fields.ts'
import { checks, entitlements, lookups } from './application-lookups.ts'
import { papers } from './application-papers.ts'
import { officeSteps } from './application-steps.ts'
import { warns } from './application-warns.ts'
import { filled, state } from './conditions.ts'

/** 居住证申领: one application of any kind, from the window to the issued card. */
export const application = {
  title: '{name} {receiptNo}',
  fields,
  keys: ['citizenId', 'receiptNo', 'permitNo', 'blankNo', 'address'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true },
      accepted: { tone: 'wait' },
      passed: { tone: 'wait' },
      making: { tone: 'wait' },
      made: { tone: 'wait' },
      issued: { final: true, tone: 'good' },
      endorsed: { final: true, tone: 'good' },
      rejected: { final: true, tone: 'bad' },
      cancelled: { final: true, tone: 'quiet' },
      discarded: { final: true, tone: 'quiet' },
    },
    steps: { ...officeSteps, ...cardSteps },
  },
  access: applicationAccess,
  lookups,
  entitlements,
  papers,
  checks,
  warns,
  flags: {
    sentBack: {
      when: { all: [{ field: '$state', is: 'equal', to: 'draft' }, filled('sendBackReason')] },
      tone: 'bad',
    },
    again: {
      when: { all: [{ field: '$state', is: 'equal', to: 'passed' }, filled('voidReason')] },
      tone: 'wait',
    },
  },
  /** Decree 663, article 9: made and issued within 15 days, where that is impossible within 30. */
  limits: {
    making: { states: ['accepted', 'passed', 'making'], from: 'acceptedOn', due: 'makeDue', last: 'makeLast' },
  },
  retention: {
    years: 'keepYears',
    ends: {
      issued: 'issuedOn',
      endorsed: '$updated',
      rejected: 'decidedOn',
      cancelled: '$updated',
      discarded: '$updated',
    },
  },
  list: {
    columns: ['receiptNo', 'name', 'citizenId', 'kind', '$state', 'acceptedOn', 'permitNo', 'issuedOn'],
    search: ['name', 'citizenId', 'receiptNo', 'permitNo', 'phone'],
    filters: ['kind', '$state', 'ground', 'acceptedOn', 'decidedOn', 'madeOn', 'issuedOn', '$unit'],
    newest: 'acceptedAt',
  },
  form: [
    { section: 'person', fields: ['citizenId', 'name', 'sex', 'nation', 'birth', 'homeAddress', 'phone', 'photo'] },
    { section: 'request', fields: ['kind', 'permitNo', 'permitUntil', 'replaceReason', 'address'] },
    {
      section: 'ground',
      fields: [
        'ground',
        'residenceProof',
        'employer',
        'employmentProof',
        'school',
        'studyProof',
        'evidence',
        'earlierProof',
        'cardCopy',
      ],
    },
    { section: 'agent', fields: ['byAgent', 'agentName', 'agentId', 'relation', 'agentProof', 'signature', 'note'] },
    {
      section: 'course',
      fields: [
        'receiptNo',
        'acceptedOn',
        'acceptedAt',
        'acceptedBy',
        'sendBackReason',
        'decidedOn',
        'decidedAt',
        'decidedBy',
        'rejectReason',
        'rejectNote',
        'cancelReason',
      ],
      shown: filled('receiptNo'),
    },
    {
      section: 'card',
      fields: [
        'blankNo',
        'makingAt',
        'madeBy',
        'terminalIp',
        'terminalMac',
        'deviceId',
        'madeOn',
        'voidReason',
        'oldCardBack',
        'issuedOn',
        'issuedAt',
        'issuedBy',
        'identityEvidence',
      ],
      shown: filled('makingAt'),
    },
  ],
  confirm: {
    fields: [
      'name',
      'citizenId',
      'sex',
      'nation',
      'birth',
      'homeAddress',
      'phone',
      'kind',
      'permitNo',
      'permitUntil',
      'replaceReason',
      'address',
      'ground',
      'residenceProof',
      'employer',
      'employmentProof',
      'school',
      'studyProof',
      'byAgent',
      'agentName',
      'agentId',
      'relation',
    ],
    signature: 'signature',
    evidence: 'signatureEvidence',
  },
  card: {
    number: 'citizenId',
    name: 'name',
    sex: 'sex',
    nation: 'nation',
    birth: 'birth',
    address: 'homeAddress',
  },
  open: {
    where: { all: [filled('receiptNo'), { not: state('discarded') }] },
    person: true,
    cardImages: 'cardCopy',
    state: { number: 'receiptNo', days: ['acceptedOn', 'decidedOn', 'madeOn', 'issuedOn'] },
  },
} satisfies RecordType
