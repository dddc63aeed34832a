import type { RecordType } from '../../model/record.ts'
import { alertAccess } from './access.ts'
import { alertSteps } from './alert-steps.ts'

/**
 * 预警: what a rule found, as it stood when it was found, and what the people made of it. Its case lies in the unit that it
 * concerns.
 */
export const alert = {
  title: '{subjectName} {rule}',
  fields: {
    rule: { kind: 'choice', of: 'rules', locked: true },
    meaning: { kind: 'choice', of: 'meanings', locked: true },
    level: { kind: 'choice', of: 'levels', locked: true },
    /** What the rule names it by: of some rules a citizen's number. */
    subject: { kind: 'text', max: 100, locked: true, masked: true },
    /** What everybody reads who may read the alert: a venue's, a station's name, never a person's whole name or number. */
    subjectName: { kind: 'text', max: 100, locked: true },
    from: { kind: 'date', locked: true },
    to: { kind: 'date', locked: true },
    measure: { kind: 'text', max: 50, locked: true },
    reference: { kind: 'number', locked: true, required: false },
    threshold: { kind: 'number', locked: true, required: false },
    parameterVersion: { kind: 'number', whole: true, min: 0, locked: true },
    raisedAt: { kind: 'time', locked: true },
    raisedOn: { kind: 'date', locked: true },
    /** The counts of the days up to the last, by which the curve is drawn. */
    days: {
      kind: 'table',
      columns: { day: { kind: 'date', required: true }, count: { kind: 'number', required: true } },
      max: 200,
      locked: true,
      required: false,
    },
    /**
     * The rows that made the rule fire, as they were: the id of a case or of a row, what it said without a person's name or
     * number, and the id of whoever made it.
     */
    rows: {
      kind: 'table',
      columns: {
        id: { kind: 'text', max: 100, required: true },
        what: { kind: 'text', max: 200 },
        operator: { kind: 'text', max: 50 },
      },
      max: 200,
      locked: true,
      required: false,
    },
    /** All rows, of which `rows` has the first. */
    rowCount: { kind: 'number', whole: true, min: 0, locked: true, required: false },
    receivedBy: { kind: 'text', locked: true },
    receivedOn: { kind: 'date', locked: true },
    explanation: { kind: 'text', max: 500, lines: true, locked: true },
    measures: { kind: 'text', max: 500, lines: true, locked: true, required: false },
    explainedBy: { kind: 'text', locked: true },
    explainedOn: { kind: 'date', locked: true },
    sendBackReason: { kind: 'text', max: 300, lines: true, locked: true },
    outcome: { kind: 'choice', of: 'outcomes', locked: true },
    closeNote: { kind: 'text', max: 300, lines: true, locked: true, required: false },
    falseReason: { kind: 'text', max: 300, lines: true, locked: true },
    closedBy: { kind: 'text', locked: true },
    closedOn: { kind: 'date', locked: true },
  },
  keys: ['rule', 'subject'],
  workflow: {
    start: 'new',
    states: {
      new: { tone: 'quiet' },
      open: { tone: 'bad' },
      received: { tone: 'wait' },
      explained: { tone: 'wait' },
      closed: { final: true, tone: 'good' },
      falseAlarm: { final: true, tone: 'quiet' },
    },
    steps: alertSteps,
  },
  access: alertAccess,
  lookups: { earlier: { record: 'supervision.alert', match: { rule: 'rule', subject: 'subject' } } },
  checks: {
    /** What was no alert at all ends as a false alarm with its reason, which the precision of the rule counts. */
    falseByStep: {
      fails: { field: 'outcome', is: 'equal', to: 'falseAlarm' },
      field: 'outcome',
      acts: ['close'],
    },
    toFirst: { fails: { field: 'to', is: 'less', to: { field: 'from' } }, field: 'to' },
  },
  limits: {
    receiving: { states: ['open'], from: 'raisedOn', due: 'receiveDueDays', last: 'receiveLastDays' },
    explaining: { states: ['received'], from: 'receivedOn', due: 'explainDueDays', last: 'explainLastDays' },
    closing: { states: ['explained'], from: 'explainedOn', due: 'closeDueDays', last: 'closeLastDays' },
  },
  curve: { table: 'days', day: 'day', count: 'count', lines: ['reference', 'threshold'] },
  evidence: { table: 'rows', id: 'id', by: 'operator' },
  retention: { years: 'keepYears', ends: { closed: 'closedOn', falseAlarm: 'closedOn' } },
  list: {
    columns: ['raisedOn', 'level', 'rule', 'subjectName', '$unit', 'to', 'measure', '$state'],
    search: ['subjectName', 'subject', 'measure'],
    filters: ['$state', 'rule', 'level', 'raisedOn', 'to', 'outcome', '$unit'],
    newest: 'raisedAt',
  },
  form: [
    {
      section: 'found',
      fields: [
        'rule',
        'level',
        'meaning',
        'subjectName',
        'subject',
        'from',
        'to',
        'measure',
        'reference',
        'threshold',
        'raisedAt',
        'parameterVersion',
        'raisedOn',
      ],
    },
    { section: 'days', fields: ['days'], shown: { not: { field: 'days', is: 'empty' } } },
    { section: 'evidence', fields: ['rowCount', 'rows'], shown: { not: { field: 'rows', is: 'empty' } } },
    {
      section: 'handling',
      fields: [
        'receivedBy',
        'receivedOn',
        'explanation',
        'measures',
        'explainedBy',
        'explainedOn',
        'sendBackReason',
        'outcome',
        'closeNote',
        'falseReason',
        'closedBy',
        'closedOn',
      ],
      shown: { not: { field: 'receivedOn', is: 'empty' } },
    },
  ],
} satisfies RecordType
