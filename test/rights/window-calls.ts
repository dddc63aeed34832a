import { randomUUID } from 'node:crypto'
import type { Arguments, CallName } from '../../desktop/src/api.ts'
import { PASSWORD } from '../harness.ts'
import { photo } from '../journeys/permit.ts'

const TYPE = 'residence-permits.application'
const RESIDENT = 'population.resident'
const NOBODY = '00000000-0000-4000-8000-000000000000'
const DAYS = { from: '2020-01-01', to: '2030-12-31' }
const REPORT = { domain: 'residence-permits', report: 'accepted', ...DAYS }
const PURPOSE = '核对材料'

/** Where the test runs, for the arguments of its calls. */
export interface CallWorld {
  /** A case, for the calls that are about one. */
  caseId: string
  district: string
  /** The unit of who asks. */
  unit: string
  language: 'zh-CN' | 'en'
}

/**
 * Good arguments of every call: a refusal then is one of rights. What would change who asks or where is asked in a way
 * that changes nothing.
 */
export const ARGUMENTS: { [N in CallName]: (world: CallWorld) => Arguments<N> } = {
  'session.state': () => ({}),
  'session.language': ({ language }) => ({ language }),
  'session.enrol': () => ({ server: 'http://127.0.0.1:9', code: 'AAAA-AAAA-AAAA', name: '窗口' }),
  'session.signIn': () => ({ login: 'nobody-of-that-name', password: PASSWORD }),
  'usbKey.state': () => ({}),
  'usbKey.signIn': () => ({ serial: 'none', pin: '135790' }),
  'usbKey.unlock': () => ({ serial: 'none', pin: '135790' }),
  'usbKey.settings': () => ({}),
  'usbKey.putSettings': () => ({ module: '', lockWhenPulled: true }),
  'usbKey.certificates': () => ({}),
  'session.touch': () => ({}),
  'session.lock': () => ({}),
  'session.unlock': () => ({ password: 'not the password' }),
  'session.password': () => ({ old: 'not the password', password: 'Another-one-2026!' }),
  'session.switchPost': () => ({ post: NOBODY }),
  'session.signOut': () => ({}),
  'keys.state': () => ({}),
  'keys.open': () => ({}),
  domains: () => ({}),
  menu: () => ({}),
  units: () => ({}),
  'cases.list': () => ({ type: TYPE }),
  'cases.search': () => ({ text: '标记' }),
  'cases.open': ({ caseId }) => ({ id: caseId }),
  'cases.blank': () => ({ type: TYPE }),
  'cases.preview': ({ caseId }) => ({ type: TYPE, id: caseId, patch: {} }),
  'cases.act': ({ caseId }) => ({ type: TYPE, id: caseId, act: 'edit', patch: { note: randomUUID() } }),
  'cases.reveal': ({ caseId }) => ({ id: caseId, field: 'citizenId', purpose: 'identity' }),
  'cases.links': () => ({ type: TYPE, text: '标记' }),
  'drafts.save': () => ({ id: NOBODY, type: TYPE, patch: { name: '写到一半' } }),
  'drafts.drop': () => ({ id: NOBODY }),
  'drafts.list': () => ({}),
  'intake.look': () => ({ domain: 'residence-permits', desk: 'intake', number: '320583197907044170' }),
  'card.read': () => ({ type: TYPE }),
  'files.add': () => ({ name: 'a.jpg', mime: 'image/jpeg', bytes: photo() }),
  'files.get': () => ({ hash: '0'.repeat(64) }),
  'files.scan': () => ({}),
  'files.portrait': () => ({}),
  'import.template': () => ({ type: RESIDENT }),
  'import.start': () => ({ type: RESIDENT, name: 'a.xlsx', bytes: new Uint8Array([1]) }),
  'import.job': () => ({ job: NOBODY }),
  'import.cancel': () => ({ job: NOBODY }),
  'import.refused': () => ({ job: NOBODY }),
  'export.list': () => ({ query: { type: TYPE }, purpose: PURPOSE }),
  'print.list': () => ({ query: { type: TYPE }, purpose: PURPOSE }),
  'print.preview': ({ caseId }) => ({ id: caseId, template: 'applicationForm' }),
  'print.form': ({ caseId }) => ({ id: caseId, template: 'applicationForm' }),
  'print.open': () => ({}),
  'print.settle': () => ({ id: NOBODY, outcome: 'nothing' }),
  'reports.run': () => REPORT,
  'reports.export': () => ({ query: REPORT, as: 'xlsx', purpose: PURPOSE }),
  'balance.run': ({ unit }) => ({ domain: 'residence-permits', balance: 'cards', unit }),
  'person.accessLog': () => ({ number: '320583197907044170', purpose: 'inquiry' }),
  'person.bursts': () => ({}),
  'audit.choices': () => ({}),
  'audit.search': () => ({ query: {} }),
  'audit.export': () => ({ query: {}, purpose: PURPOSE, as: 'signed' }),
  'audit.verify': () => ({}),
  'inbox.list': () => ({}),
  'inbox.mend': () => ({ event: NOBODY, patch: {} }),
  'inbox.withdraw': () => ({ event: NOBODY, reason: PURPOSE }),
  'inbox.overruled': () => ({}),
  'inbox.read': () => ({ event: NOBODY }),
  status: () => ({}),
  'sync.now': () => ({}),
  'sync.unconfirmed': () => ({}),
  'sync.unsent': () => ({}),
  'carry.state': () => ({}),
  'carry.out': () => ({}),
  'carry.read': () => ({ file: `${'0'.repeat(64)}.ctreceipt`, at: 0 }),
  'carry.begin': () => ({}),
  'carry.write': () => ({ upload: NOBODY, at: 0, bytes: new Uint8Array([1]) }),
  'carry.look': () => ({ upload: NOBODY }),
  'carry.take': () => ({ upload: NOBODY }),
  'carry.bring': () => ({ upload: NOBODY }),
  'carry.drop': () => ({ upload: NOBODY }),
  'numbers.leases': () => ({}),
  'numbers.gaps': () => ({ series: 'residence-permits.receipt', year: 2026 }),
  'settings.read': () => ({}),
  'settings.parameter': () => ({ domain: 'residence-permits', name: 'makeDue', value: 15 }),
  'settings.calendar': () => ({ holidays: [], workdays: [] }),
  'people.list': () => ({}),
  'people.put': ({ district }) => ({ name: '新人', login: `new-${randomUUID()}`, unit: district }),
  'people.posts': () => ({ id: 'X41201', posts: [{ role: 'auxiliary', unit: '330402520000', officer: '041202' }] }),
  'people.password': () => ({ id: '042202' }),
  'people.reset': () => ({ id: '042202', what: 'tries' }),
  'people.addCertificate': () => ({ id: '042202', certificate: { fingerprint: '0'.repeat(64) } }),
  'people.endCertificate': () => ({ id: '042202', fingerprint: '0'.repeat(64) }),
  'sessions.list': () => ({ whose: 'all' }),
  'sessions.end': () => ({ whose: 'all', id: NOBODY }),
  'signIn.rules': () => ({}),
  'signIn.putRules': () => ({ secondFactor: false, offlineDays: 7, idleMinutes: 15, passwordDays: 0 }),
  'stations.list': () => ({}),
  'stations.code': ({ district }) => ({ unit: district, number: '77' }),
  'stations.end': () => ({ station: NOBODY, reason: PURPOSE }),
  'backups.list': () => ({}),
  'backups.make': () => ({}),
  'backups.restore': () => ({ name: 'none' }),
  'backups.anew': () => ({}),
  'demo.state': () => ({}),
  'demo.card': () => ({ person: null }),
  'demo.network': () => ({ on: true }),
  'demo.fault': () => ({ device: 'scanner', fault: null }),
  'demo.refill': () => ({ device: 'document-printer', count: 100 }),
}
