import type { RecordType } from '../../model/record.ts'
import { blankAccess } from './access.ts'
import { state } from './conditions.ts'

/** 空白证卡: one blank card by its serial number, from the station's stock to its use, its spoiling or its return. */
export const blank = {
  title: '{serial}',
  fields: {
    serial: { kind: 'text', chars: 'code', min: 6, max: 20, required: true },
    batch: { kind: 'text', max: 30, required: true },
    receivedOn: { kind: 'date', required: true, notBefore: '2015-01-01', notAfter: { today: 0 } },
    holder: { kind: 'text', max: 50, locked: true },
    handedOn: { kind: 'date', locked: true },
    application: { kind: 'link', to: 'residence-permits.application', locked: true },
    receiptNo: { kind: 'text', locked: true },
    usedOn: { kind: 'date', locked: true },
    spoilReason: { kind: 'choice', of: 'voidReasons', locked: true },
    spoiledOn: { kind: 'date', locked: true },
    /** Receipt of the application whose print spoilt it; empty when it was spoilt by hand. */
    spoiledFor: { kind: 'text', locked: true },
    returnedOn: { kind: 'date', locked: true },
    returnNote: { kind: 'text', max: 200, locked: true },
  },
  keys: ['serial'],
  workflow: {
    start: 'new',
    states: {
      new: { editable: true },
      received: { tone: 'quiet' },
      handed: { tone: 'wait' },
      loaded: { tone: 'wait' },
      used: { tone: 'good' },
      spoiled: { final: true, tone: 'bad' },
      returned: { final: true, tone: 'quiet' },
    },
    steps: {
      receive: { from: ['new'], to: 'received', by: ['clerk', 'reviewer'] },
      hand: {
        from: ['received'],
        to: 'handed',
        by: ['clerk', 'reviewer'],
        asks: ['holder'],
        sets: { handedOn: { now: 'date' } },
      },
      takeBack: { from: ['handed'], to: 'received', by: ['clerk', 'reviewer'] },
      load: { from: ['handed'], to: 'loaded', by: ['clerk', 'reviewer'], hidden: true },
      unload: { from: ['loaded'], to: 'handed', by: ['clerk', 'reviewer'], hidden: true },
      use: { from: ['loaded'], to: 'used', by: ['clerk', 'reviewer'], hidden: true },
      spoil: { from: ['loaded', 'used'], to: 'spoiled', by: ['clerk', 'reviewer'], hidden: true },
      damage: {
        from: ['handed'],
        to: 'spoiled',
        by: ['clerk', 'reviewer'],
        asks: ['spoilReason'],
        sets: { spoiledOn: { now: 'date' } },
        danger: true,
      },
      return: {
        from: ['received'],
        to: 'returned',
        by: ['clerk', 'reviewer'],
        asks: ['returnNote'],
        sets: { returnedOn: { now: 'date' } },
        danger: true,
      },
    },
  },
  access: blankAccess,
  lookups: {
    same: { record: 'residence-permits.blank', match: { serial: 'serial' }, where: { not: state('new') } },
    cards: {
      record: 'residence-permits.application',
      match: { blankNo: 'serial' },
      where: state('made', 'issued'),
    },
    prints: { record: 'residence-permits.print', match: { blankNo: 'serial' } },
  },
  checks: { twice: { fails: { some: 'same' }, field: 'serial', acts: ['receive'] } },
  flags: {
    longHeld: { when: { all: [state('handed'), { field: 'handedOn', is: 'less', to: { today: -30 } }] }, tone: 'wait' },
  },
  /** A card that was used is looked for as long as permits are: its number must not come twice. */
  retention: { years: 'keepStockYears', ends: { spoiled: '$updated', returned: 'returnedOn' } },
  list: {
    columns: ['serial', '$state', 'batch', 'receivedOn', 'holder', 'handedOn', 'usedOn', 'receiptNo'],
    search: ['serial', 'batch', 'holder', 'receiptNo'],
    filters: ['$state', 'batch', 'receivedOn', 'handedOn', 'usedOn', 'spoiledOn', '$unit'],
    newest: 'serial',
  },
  form: [
    { section: 'blank', fields: ['serial', 'batch', 'receivedOn'] },
    {
      section: 'course',
      fields: [
        'holder',
        'handedOn',
        'application',
        'receiptNo',
        'usedOn',
        'spoilReason',
        'spoiledOn',
        'spoiledFor',
        'returnedOn',
        'returnNote',
      ],
      shown: { not: state('new') },
    },
  ],
  imports: { act: 'receive', fields: ['serial', 'batch', 'receivedOn'], key: ['serial'] },
} satisfies RecordType
