import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Domain, RecordWords } from '../../../shared-types/src/model/domain.ts'
import type { Field } from '../../../shared-types/src/model/field.ts'
import type { RecordType } from '../../../shared-types/src/model/record.ts'

const words: RecordWords = { label: 'record', fields: {}, sections: {}, states: {}, steps: {} }

/** Everything may be changed by hand at any time, so that a history can be anything. */
const record = (fields: Record<string, Field>, key: string): RecordType => ({
  fields,
  workflow: {
    start: 'open',
    states: { open: { editable: true }, shut: { editable: true }, bad: { editable: true } },
    steps: {
      shut: { from: ['open', 'bad'], to: 'shut', by: ['clerk'] },
      spoil: { from: ['open', 'shut'], to: 'bad', by: ['clerk'] },
      reopen: { from: ['shut', 'bad'], to: 'open', by: ['clerk'] },
    },
  },
  access: { clerk: { read: true, create: true, edit: true } },
  keys: [key],
  title: '{$id}',
  list: { columns: [], search: [] },
  form: [],
})

const text: Field = { kind: 'text', max: 40 }
const date: Field = { kind: 'date' }
const state = (name: string) => ({ field: '$state', is: 'equal', to: name }) as const
const notBad = { not: state('bad') }

const watched: Domain = {
  name: 'watched',
  version: 1,
  records: {
    ask: record({ who: text, door: { kind: 'address' }, on: date, at: { kind: 'time' }, said: date, got: date }, 'who'),
    sheet: record({ device: text, ip: text, mac: text, on: date }, 'device'),
    machine: record({ device: text, ip: text, mac: text, from: date, to: date }, 'device'),
    hall: record({ code: text, least: { kind: 'number' }, most: { kind: 'number' }, since: date }, 'code'),
    entry: record({ who: text, since: date }, 'who'),
  },
  dictionaries: {},
  templates: {},
  desks: {},
  reports: {},
  feeds: {
    applications: {
      record: 'ask',
      where: { not: { field: 'on', is: 'empty' } },
      ...{ station: '$unit', citizen: 'who', address: 'door' },
      accepted: { day: 'on', time: 'at' },
      decision: { day: 'said', rejected: state('bad') },
      done: [
        { day: 'got', when: notBad },
        { day: '$updated', when: state('bad') },
      ],
    },
    prints: {
      record: 'sheet',
      where: { not: { field: 'on', is: 'empty' } },
      ...{ station: '$unit', device: 'device', ip: 'ip', mac: 'mac', printed: 'on', spoilt: state('bad') },
    },
    terminals: {
      record: 'machine',
      where: notBad,
      ...{ station: '$unit', device: 'device', ip: 'ip', mac: 'mac', from: 'from', to: 'to' },
    },
    venues: {
      record: 'hall',
      where: notBad,
      ...{ venue: 'code', unit: '$unit', minimum: 'least', maximum: 'most', registered: 'since' },
    },
    residents: { record: 'entry', where: notBad, registered: 'since' },
  },
  words: {
    'zh-CN': { label: 'watched', records: { ask: words }, dictionaries: {}, templates: {}, desks: {}, reports: {} },
    en: { label: 'watched', records: { ask: words }, dictionaries: {}, templates: {}, desks: {}, reports: {} },
  },
}

export const kinds = kindsOf([watched])
