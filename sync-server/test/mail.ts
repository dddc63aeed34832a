import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { Domain, RecordWords } from '../../shared-types/src/model/domain.ts'
import type { FactType } from '../../shared-types/src/model/fact.ts'
import { libraryLoans } from '../../test/fixtures/library-loans/index.ts'

const recordWords: RecordWords = { label: 'Letter', fields: {}, sections: {}, states: {}, steps: {} }
/** Rows in bulk: who was where. */
const visit: FactType = {
  kept: 'scans',
  columns: { spot: { kind: 'text', max: 60 }, who: { kind: 'personId' }, seen: { kind: 'time' } },
  subject: 'spot',
  person: 'who',
  time: 'seen',
  counted: 'venueDays',
  access: { supervisor: ['read', 'import', 'delete', 'export', 'whole'], clerk: ['read', 'export'] },
}

const words = {
  label: 'Mail',
  facts: { visit: { label: '扫码记录', columns: { spot: '场所编码', who: '证件号码', seen: '采集时间' } } },
  records: { letter: recordWords },
  dictionaries: {},
  templates: {},
  desks: {},
  reports: {},
}

/**
 * A record type whose cases wander: who may read a letter depends on whom it is addressed to, on its state and on the
 * day, and some of what stands in it is not for everybody.
 */
const mail: Domain = {
  name: 'mail',
  version: 1,
  records: {
    letter: {
      fields: {
        to: { kind: 'text', max: 40 },
        text: { kind: 'text', max: 200 },
        no: { kind: 'text', locked: true },
        openOn: { kind: 'date' },
        secret: { kind: 'text', only: ['supervisor', 'administrator'] },
        lines: { kind: 'table', columns: { what: { kind: 'text' }, price: { kind: 'text', only: ['supervisor'] } } },
        scan: { kind: 'files', accept: 'scan' },
        closedScan: { kind: 'files', accept: 'scan', only: ['administrator'] },
      },
      workflow: {
        start: 'draft',
        states: { draft: { editable: true }, sent: { editable: true }, shredded: { final: true } },
        steps: {
          send: { from: ['draft'], to: 'sent', by: ['clerk'], sets: { no: { number: 'letter' } } },
          feed: {
            from: ['sent'],
            to: 'sent',
            by: ['clerk'],
            prints: { template: 'none', printer: 'document', outcome: { good: 'fed', void: 'shred', nothing: 'fed' } },
          },
          fed: { from: ['sent'], to: 'sent', by: ['clerk'], hidden: true },
          arrive: { from: ['draft'], to: 'sent', by: ['centre'], sets: { openOn: { now: 'date' } } },
          shred: { from: ['sent'], to: 'shredded', by: ['clerk'], hidden: true },
        },
      },
      access: {
        clerk: {
          read: {
            any: [
              { field: '$unit', is: 'equal', to: { user: 'unit' } },
              {
                all: [
                  { field: 'to', is: 'equal', to: { user: 'unit' } },
                  { field: '$state', is: 'equal', to: 'sent' },
                ],
              },
            ],
          },
          create: true,
          edit: true,
        },
        reviewer: { read: { field: 'openOn', is: 'less', to: { today: 1 } } },
        supervisor: { read: { field: '$unit', is: 'in', to: { user: 'units' } }, edit: true, create: true },
        administrator: { read: true },
        centre: { read: true, create: true },
        // May begin what they then may not see.
        auxiliary: { create: true, edit: true },
      },
      keys: ['text'],
      retention: { years: 'keep', ends: { draft: 'openOn', shredded: '$updated' } },
      title: '{text}',
      list: { columns: ['text'], search: ['text'] },
      form: [],
    },
    // A lookup of what does not exist: no check has seen this domain, and whoever decides an event of it breaks.
    trap: {
      fields: { text: { kind: 'text' } },
      workflow: { start: 'draft', states: { draft: { editable: true } }, steps: {} },
      access: { clerk: { read: true, create: true, edit: true } },
      lookups: { nowhere: { record: 'mail.nowhere', match: { text: 'text' } } },
      title: '{text}',
      list: { columns: [], search: [] },
      form: [],
    },
  },
  facts: { visit },
  dictionaries: {},
  templates: {},
  desks: {},
  reports: {},
  series: { letter: { format: '{yy}-{number}', digits: 4, block: 10 } },
  parameters: { days: { default: 3, min: 1, max: 9 }, strict: { default: true }, keep: { default: 5, min: 1 } },
  words: { 'zh-CN': words, en: words },
}

export const kinds = kindsOf([libraryLoans, mail])
