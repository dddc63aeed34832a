import { domains } from '../../shared-types/src/domains/index.ts'

/**
 * Names that a domain's fields share with the vocabulary of the engine, of devices and of people: they say nothing of
 * one domain.
 */
const COMMON = new Set([
  'name',
  'sex',
  'nation',
  'birth',
  'address',
  'area',
  'phone',
  'photo',
  'files',
  'note',
  'reason',
  'kind',
  'type',
  'unit',
  'date',
  'day',
  'until',
  'from',
  'to',
  'by',
  'at',
  'on',
  'number',
  'serial',
  'count',
  'state',
  'person',
  'holder',
  'place',
  'title',
  'text',
  'status',
  'outcome',
  'result',
  'operator',
  'device',
  'deviceId',
  'template',
  'copies',
  'batch',
  'position',
  'school',
  'model',
  'location',
  'printer',
  'ip',
  'mac',
  'terminal',
  'opened',
  'closed',
  'counted',
  'received',
  'identity',
  'since',
  'printed',
  'event',
  'job',
  'register',
  'form',
  'year',
  'authority',
  'signature',
  'attempt',
  'ground',
  'employer',
  'relation',
  'purpose',
  'station',
  'source',
  'evidence',
  'orgCode',
  'rule',
  'level',
  'subject',
  'subjectName',
  'measure',
  'measures',
  'meaning',
  'reference',
  'threshold',
  'days',
  'rows',
  'rowCount',
  'officer',
  'venues',
  'street',
  'category',
  'origin',
])

/** The domains' own names that nothing else should know: record types, and fields that are no common word. */
export function domainNames(): Map<string, string> {
  const names = new Map<string, string>()
  for (const domain of domains) {
    if (!COMMON.has(domain.name)) names.set(domain.name, `the domain ${domain.name}`)
    for (const [record, { fields }] of Object.entries(domain.records)) {
      names.set(`${domain.name}.${record}`, `the record ${domain.name}.${record}`)
      for (const field of Object.keys(fields)) {
        if (!COMMON.has(field)) names.set(field, `a field of ${domain.name}.${record}`)
      }
    }
  }
  return names
}
