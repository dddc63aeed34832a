import type { RecordType } from '../../model/record.ts'
import { typeAccess } from './access.ts'
import { state } from './conditions.ts'

/** 证照类型: what a licence of this type says beside its holder and its validity, how long it holds, whose number it bears. */
export const licenceType = {
  title: '{typeName}',
  fields: {
    typeCode: { kind: 'text', chars: 'code', required: true, min: 2, max: 20 },
    typeName: { kind: 'text', required: true, max: 20 },
    issuer: { kind: 'text', required: true, max: 60 },
    typeBasis: { kind: 'text', max: 200 },
    numbering: { kind: 'choice', of: 'numberings', required: true },
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
  keys: ['typeCode', 'typeName'],
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
    sameCode: { record: 'licences.licenceType', match: { typeCode: 'typeCode' }, where: state('inUse') },
    sameName: { record: 'licences.licenceType', match: { typeName: 'typeName' }, where: state('inUse') },
  },
  checks: {
    codeTwice: { fails: { some: 'sameCode' }, field: 'typeCode', acts: ['open', 'edit'] },
    nameTwice: { fails: { some: 'sameName' }, field: 'typeName', acts: ['open', 'edit'] },
  },
  retention: { years: 'keepYears', ends: { stopped: 'stoppedOn' } },
  list: {
    columns: ['typeCode', 'typeName', 'issuer', 'numbering', 'validMonths', 'codeWanted', '$state'],
    search: ['typeCode', 'typeName', 'issuer'],
    filters: ['$state', 'numbering'],
    newest: 'typeCode',
  },
  form: [
    { section: 'kind', fields: ['typeCode', 'typeName', 'issuer', 'typeBasis'] },
    { section: 'rule', fields: ['numbering', 'validMonths', 'codeWanted'] },
    { section: 'own', fields: ['ownFields', 'note'] },
    {
      section: 'end',
      fields: ['stopReason', 'stoppedOn'],
      shown: { not: { field: 'stoppedOn', is: 'empty' } },
    },
  ],
} satisfies RecordType
