import type { RecordType } from '../../model/record.ts'
import { typeAccess } from './access.ts'
import { state } from './conditions.ts'

/** 证照类型: what a licence of this type says beside its holder and its validity, how long it holds, whose number it bears. */
export const licenceType = {
  title: '{licenceTypeName}',
  fields: {
    licenceTypeCode: { kind: 'text', chars: 'code', required: true, min: 2, max: 20 },
    licenceTypeName: { kind: 'text', required: true, max: 20 },
    issuingBody: { kind: 'text', required: true, max: 60 },
    typeBasis: { kind: 'text', max: 200 },
    numberedBy: { kind: 'choice', of: 'numberings', required: true },
    /** Without one licences of this type hold until they are ended. */
    validMonths: { kind: 'number', whole: true, min: 1, max: 1200 },
    codeWanted: { kind: 'flag' },
    ownFields: {
      kind: 'table',
      max: 30,
      columns: {
        item: { kind: 'text', required: true, max: 20 },
        holds: { kind: 'choice', of: 'holds', required: true },
        needed: { kind: 'flag' },
        choices: { kind: 'text', max: 300 },
      },
    },
    note: { kind: 'text', max: 300, lines: true },
    stopReason: { kind: 'text', max: 200, locked: true },
    stoppedOn: { kind: 'date', locked: true },
  },
  keys: ['licenceTypeCode', 'licenceTypeName'],
  workflow: {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'wait' },
      inUse: { editable: true, tone: 'good' },
      stopped: { final: true, tone: 'quiet' },
    },
    steps: {
      open: { from: ['draft'], to: 'inUse', by: ['administrator'] },
      stop: {
        from: ['inUse'],
        to: 'stopped',
        by: ['administrator'],
        asks: ['stopReason'],
        sets: { stoppedOn: { now: 'date' } },
        danger: true,
      },
    },
  },
  access: typeAccess,
  lookups: {
    sameCode: { record: 'licences.licenceType', match: { licenceTypeCode: 'licenceTypeCode' }, where: state('inUse') },
    sameName: { record: 'licences.licenceType', match: { licenceTypeName: 'licenceTypeName' }, where: state('inUse') },
  },
  checks: {
    codeTwice: { fails: { some: 'sameCode' }, field: 'licenceTypeCode', acts: ['open', 'edit'] },
    nameTwice: { fails: { some: 'sameName' }, field: 'licenceTypeName', acts: ['open', 'edit'] },
  },
  retention: { years: 'keepYears', ends: { stopped: 'stoppedOn' } },
  list: {
    columns: ['licenceTypeCode', 'licenceTypeName', 'issuingBody', 'numberedBy', 'validMonths', 'codeWanted', '$state'],
    search: ['licenceTypeCode', 'licenceTypeName', 'issuingBody'],
    filters: ['$state', 'numberedBy'],
    newest: 'licenceTypeCode',
  },
  form: [
    { section: 'kind', fields: ['licenceTypeCode', 'licenceTypeName', 'issuingBody', 'typeBasis'] },
    { section: 'rule', fields: ['numberedBy', 'validMonths', 'codeWanted'] },
    { section: 'own', fields: ['ownFields', 'note'] },
    {
      section: 'end',
      fields: ['stopReason', 'stoppedOn'],
      shown: { not: { field: 'stoppedOn', is: 'empty' } },
    },
  ],
} satisfies RecordType
