import type { CallName } from '../../desktop/src/api.ts'
import type { Role } from '../../shared-types/src/model/person.ts'

/**
 * Who gets what: the one table from which the tests of all rights are made. It lists what is let in; whoever and whatever
 * it does not name is refused. A route or call without a row here fails the test.
 */

/** Whose something is, as seen from the unit of who asks. */
export const REACHES = ['own', 'below', 'above', 'beside'] as const
export type Reach = (typeof REACHES)[number]

export interface ServerRow {
  /** Who gets past the door at all: any machine, an enrolled station, or a person signed in at one. */
  door: 'anybody' | 'station' | 'person'
  /** What whoever passed it reaches, or what each role does; roles that are not named hear `forbidden`. */
  lets: readonly Reach[] | Partial<Record<Role, readonly Reach[]>>
  /** What they get of the rest: `hidden` is an answer without it. */
  otherwise: string
  /** Officers who reach everything when their post is at the unit that has none above it, also where the row above lets nothing. */
  top?: readonly Role[]
  /** The session is not looked at, and a try is dear: asked once for each door and not by every role. */
  dear?: true
}

const ALL = REACHES
const OURS = ['own', 'below'] as const
const NONE = [] as const

/** Method and path of every route; in brackets what is done with it, where that makes a difference. */
export const SERVER: Readonly<Record<string, ServerRow>> = {
  // What everybody is shown who connects; this centre has none.
  'GET /api/authority': { door: 'anybody', lets: NONE, otherwise: 'not-found' },
  'POST /api/enrol': { door: 'anybody', lets: ALL, otherwise: '', dear: true },
  'POST /api/enrol (a wrong code)': { door: 'anybody', lets: NONE, otherwise: 'code', dear: true },
  'POST /api/stations/codes': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'POST /api/stations/codes (a new key)': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'GET /api/stations': { door: 'person', lets: { administrator: OURS, security: OURS }, otherwise: 'hidden' },
  'POST /api/stations/:id/end': {
    door: 'person',
    lets: { administrator: OURS, security: OURS },
    otherwise: 'not-found',
  },

  // People sign in at stations on the line of their unit: not at those of their neighbours.
  'POST /api/sign-in': { door: 'station', lets: ['own', 'below', 'above'], otherwise: 'credentials', dear: true },
  'POST /api/sign-out': { door: 'person', lets: ALL, otherwise: '' },
  'POST /api/sign-in/challenge': { door: 'station', lets: ALL, otherwise: '' },
  // Of a key that is nobody's: whose post counts where is the same as with a password, in usb-key.test.ts.
  'POST /api/sign-in/certificate': { door: 'station', lets: NONE, otherwise: 'certificate' },
  'PUT /api/sign-in/rules': {
    door: 'person',
    lets: { security: NONE },
    otherwise: 'forbidden',
    top: ['security'],
  },
  'PUT /api/password': { door: 'person', lets: { security: OURS }, otherwise: 'forbidden' },
  'PUT /api/password (of an officer)': { door: 'person', lets: { security: NONE }, otherwise: 'forbidden' },
  // Whoever is signed in gets as far as being asked for the old one.
  'PUT /api/password/own': { door: 'person', lets: NONE, otherwise: 'bad-request' },

  'GET /api/people': { door: 'person', lets: { administrator: OURS, security: OURS }, otherwise: 'hidden' },
  'PUT /api/people/:id/posts': { door: 'person', lets: { security: OURS }, otherwise: 'forbidden' },
  'PUT /api/people/:id/factor': { door: 'person', lets: { security: OURS }, otherwise: 'forbidden' },
  'PUT /api/people/:id/factor (of an officer)': { door: 'person', lets: { security: NONE }, otherwise: 'forbidden' },
  // Asked about an officer, whom only the server's own program certifies; the certificates of others have usb-key.test.ts.
  'PUT /api/people/:id/certificates': { door: 'person', lets: { security: NONE }, otherwise: 'forbidden' },
  'PUT /api/people/:id/certificates/:fingerprint/end': {
    door: 'person',
    lets: { security: OURS },
    otherwise: 'forbidden',
  },
  'PUT /api/people/:id/certificates/:fingerprint/end (of an officer)': {
    door: 'person',
    lets: { security: NONE },
    otherwise: 'forbidden',
  },
  'PUT /api/people/:id/tries': { door: 'person', lets: { security: OURS }, otherwise: 'forbidden' },

  'GET /api/session': { door: 'station', lets: ALL, otherwise: '' },
  'GET /api/sessions': { door: 'person', lets: { security: OURS }, otherwise: 'hidden' },
  'PUT /api/sessions/:id/end': { door: 'person', lets: { security: OURS }, otherwise: 'not-found' },
  'GET /api/sessions/own': { door: 'person', lets: ALL, otherwise: '' },
  'GET /api/sessions/own (of somebody else)': { door: 'person', lets: NONE, otherwise: 'hidden' },
  'PUT /api/sessions/own/:id/end': { door: 'person', lets: NONE, otherwise: 'not-found' },

  // What the station is given, as far as the post may read it: an administrator reads every letter, a reviewer open ones.
  'POST /api/cases/list': {
    door: 'person',
    lets: { clerk: ['own'], reviewer: NONE, supervisor: OURS, administrator: ALL },
    otherwise: 'hidden',
  },
  // Rows in bulk: by whom their subjects belong to, of the role that the fact type names; imports by who brought them.
  'GET /api/facts/:type': { door: 'person', lets: { supervisor: OURS, clerk: NONE }, otherwise: 'hidden' },
  'POST /api/facts/list': { door: 'person', lets: { supervisor: OURS, clerk: OURS }, otherwise: 'hidden' },
  'POST /api/facts/counts': { door: 'person', lets: { supervisor: OURS, clerk: OURS }, otherwise: 'hidden' },
  'POST /api/facts/export': { door: 'person', lets: { supervisor: OURS, clerk: OURS }, otherwise: 'hidden' },
  'POST /api/facts/imports': { door: 'person', lets: { supervisor: OURS }, otherwise: 'forbidden' },
  'PUT /api/facts/imports/:id/:offset': { door: 'person', lets: { supervisor: NONE }, otherwise: 'not-found' },
  'POST /api/facts/imports/:id/begin': { door: 'person', lets: { supervisor: NONE }, otherwise: 'not-found' },
  'POST /api/facts/imports/:id/cancel': { door: 'person', lets: { supervisor: OURS }, otherwise: 'not-found' },
  'GET /api/facts/imports/:id/refused': { door: 'person', lets: { supervisor: OURS }, otherwise: 'not-found' },
  'POST /api/facts/deletions/count': { door: 'person', lets: { supervisor: OURS }, otherwise: 'hidden' },
  'POST /api/facts/deletions': { door: 'person', lets: { supervisor: OURS }, otherwise: 'hidden' },
  // By the unit of who wrote the event: they must hold that post on the station's line.
  'POST /api/sync/push': { door: 'station', lets: ['own', 'below', 'above'], otherwise: 'refused' },
  'GET /api/sync/pull': { door: 'station', lets: OURS, otherwise: 'hidden' },
  'GET /api/sync/stream': { door: 'station', lets: OURS, otherwise: 'hidden' },
  // By whom the file's case belongs to.
  'HEAD /api/files/:hash': { door: 'station', lets: OURS, otherwise: 'not-found' },
  'GET /api/files/:hash': { door: 'station', lets: OURS, otherwise: 'not-found' },
  'PUT /api/files/:hash': { door: 'station', lets: ALL, otherwise: '' },
  // Only the station that sent a page says what stands on it, and these were sent by others.
  'PUT /api/pages/:hash/text': { door: 'station', lets: NONE, otherwise: 'not-found' },
  'POST /api/pages/search': {
    door: 'person',
    lets: { auxiliary: NONE, clerk: ['own'], reviewer: NONE, supervisor: OURS, administrator: ALL },
    otherwise: 'hidden',
  },

  // Names of units, people and stations are for all; what somebody signs in with is not.
  'GET /api/settings': { door: 'station', lets: OURS, otherwise: 'hidden' },
  'PUT /api/settings/:id (a unit)': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'PUT /api/settings/:id (a person)': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'PUT /api/settings/:id (a station)': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'PUT /api/settings/:id (a parameter)': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'PUT /api/settings/:id (the calendar)': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'PUT /api/settings/:id (the deployment)': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },

  'POST /api/leases': { door: 'station', lets: ALL, otherwise: '', dear: true },
  // A block is the one station's that leased it; another station of the same unit is somebody else.
  'POST /api/leases/return': { door: 'station', lets: NONE, otherwise: 'not-found', dear: true },
  'POST /api/leases/return (its own)': { door: 'station', lets: ALL, otherwise: '', dear: true },
  'GET /api/leases/gaps': { door: 'person', lets: { supervisor: ALL, administrator: ALL }, otherwise: '' },

  // Whoever has a line may bring a package; it is sealed, and so is its receipt.
  'PUT /api/carry/:hash': { door: 'person', lets: NONE, otherwise: 'carry' },
  'GET /api/carry/:hash': { door: 'person', lets: NONE, otherwise: 'not-found' },

  // What is on offer for a station is given to that one.
  'POST /api/updates/ask': { door: 'station', lets: ALL, otherwise: '' },
  'GET /api/updates/packages/:hash': { door: 'station', lets: NONE, otherwise: 'not-found' },
  'GET /api/updates/packages/:hash (on offer)': { door: 'station', lets: ALL, otherwise: '' },
  'PUT /api/updates/packages/:hash': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'GET /api/updates': { door: 'person', lets: { administrator: OURS }, otherwise: 'hidden' },
  'PUT /api/updates/rollouts': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },

  'POST /api/audit': { door: 'person', lets: { audit: OURS }, otherwise: 'hidden' },
  'POST /api/audit/export': { door: 'person', lets: { audit: OURS }, otherwise: 'hidden' },
  // The person before them asks; where else they were looked at is theirs to know.
  'POST /api/access-log': { door: 'person', lets: { supervisor: ALL }, otherwise: '' },
  'GET /api/reveals': { door: 'person', lets: { security: OURS }, otherwise: 'hidden' },
  'POST /api/audit/verify': { door: 'person', lets: { audit: NONE }, otherwise: 'forbidden', top: ['audit'] },

  // Who proposes or holds never approves, and the other way round.
  'GET /api/disposal': { door: 'person', lets: { security: OURS, audit: OURS }, otherwise: 'hidden' },
  // Nothing has run out there.
  'POST /api/disposal': { door: 'person', lets: { security: NONE }, otherwise: 'bad-request' },
  'POST /api/disposal/:id/approve': { door: 'person', lets: { audit: OURS }, otherwise: 'not-found' },
  'POST /api/disposal/:id/decline': { door: 'person', lets: { security: OURS, audit: OURS }, otherwise: 'not-found' },
  // What was judged tells of every unit: for those at the unit that has none above it.
  'GET /api/rule-runs': {
    door: 'person',
    lets: { supervisor: NONE, administrator: NONE },
    otherwise: 'forbidden',
    top: ['supervisor', 'administrator'],
  },
  'POST /api/rule-runs': {
    door: 'person',
    lets: { supervisor: NONE, administrator: NONE },
    otherwise: 'forbidden',
    top: ['supervisor', 'administrator'],
  },
  // Every rule as it is set, and what units have set for themselves: what those above have set holds below.
  'GET /api/rules': {
    door: 'person',
    lets: { supervisor: ['own', 'below', 'above'], administrator: NONE },
    otherwise: 'hidden',
    top: ['administrator'],
  },
  'POST /api/rules': {
    door: 'person',
    lets: { supervisor: OURS, administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'POST /api/rules/:version/withdraw': {
    door: 'person',
    lets: { supervisor: OURS, administrator: NONE },
    otherwise: 'not-found',
    top: ['administrator'],
  },
  'GET /api/rules/exemptions': {
    door: 'person',
    lets: { supervisor: OURS, administrator: NONE },
    otherwise: 'hidden',
    top: ['administrator'],
  },
  'POST /api/rules/exemptions': {
    door: 'person',
    lets: { supervisor: OURS, administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'POST /api/rules/exemptions/:id/end': {
    door: 'person',
    lets: { supervisor: OURS, administrator: NONE },
    otherwise: 'not-found',
    top: ['administrator'],
  },
  // Each sees their own only. Nothing is asked for here; whose unit may be tried stands in set.test.ts.
  'GET /api/rehearsals': { door: 'person', lets: { supervisor: ALL, administrator: ALL }, otherwise: '' },
  'POST /api/rehearsals': { door: 'person', lets: { supervisor: NONE, administrator: NONE }, otherwise: 'bad-request' },
  'GET /api/rehearsals/:id': {
    door: 'person',
    lets: { supervisor: NONE, administrator: NONE },
    otherwise: 'not-found',
  },
  'POST /api/rehearsals/:id/cancel': {
    door: 'person',
    lets: { supervisor: NONE, administrator: NONE },
    otherwise: 'not-found',
  },
  'POST /api/rehearsals/:id/adopt': {
    door: 'person',
    lets: { supervisor: NONE, administrator: NONE },
    otherwise: 'not-found',
  },
  'POST /api/holds': { door: 'person', lets: { security: ALL }, otherwise: '' },
  'POST /api/holds (by a number)': { door: 'person', lets: { security: OURS }, otherwise: 'not-found' },
  'POST /api/holds/:id/lift': { door: 'person', lets: { security: OURS }, otherwise: 'not-found' },

  // Messages to people: an administrator's own people; gateways, hours and tests are for the whole alone.
  'GET /api/messages': { door: 'person', lets: { administrator: OURS }, otherwise: 'hidden' },
  'PUT /api/messages/rules': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'PUT /api/messages/addresses/:person': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'POST /api/messages/test': {
    door: 'person',
    lets: { administrator: NONE },
    otherwise: 'forbidden',
    top: ['administrator'],
  },
  'POST /api/messages/:id/again': { door: 'person', lets: { administrator: OURS }, otherwise: 'not-found' },
  'POST /api/messages/:id/drop': { door: 'person', lets: { administrator: OURS }, otherwise: 'not-found' },
  // Whoever works with records; this centre has no register to ask.
  'POST /api/register': {
    door: 'person',
    lets: { auxiliary: NONE, clerk: NONE, reviewer: NONE, supervisor: NONE },
    otherwise: 'not-found',
  },
  // Apps of others: what they themselves may ask has a table of its own in sync-server/test/open-api.test.ts.
  'GET /api/open/apps': { door: 'person', lets: { administrator: OURS, security: OURS }, otherwise: 'hidden' },
  'POST /api/open/apps': { door: 'person', lets: { administrator: OURS }, otherwise: 'forbidden' },
  'POST /api/open/apps/:id/secrets': { door: 'person', lets: { administrator: OURS }, otherwise: 'not-found' },
  'POST /api/open/apps/:id/secrets/:secret/end': {
    door: 'person',
    lets: { administrator: OURS, security: OURS },
    otherwise: 'not-found',
  },
  'PUT /api/open/apps/:id/grant': { door: 'person', lets: { security: OURS }, otherwise: 'not-found' },
  'POST /api/open/apps/:id/end': {
    door: 'person',
    lets: { administrator: OURS, security: OURS },
    otherwise: 'not-found',
  },
}

/** Whose case something is, as seen from who asks at a window: one they began, their unit's, one of a unit below, or of another. */
export const NEARNESS = ['mine', 'unit', 'below', 'beyond'] as const
export type Nearness = (typeof NEARNESS)[number]

export interface CallRow {
  /** Whom the core answers: anybody, whoever is signed in, or these roles. */
  who: 'anybody' | 'person' | readonly Role[]
  /** What the others of those signed in hear; `forbidden` unless said. */
  refused?: string
  /** Of a case: which ones each role gets; others, like one that is not there, are `not-found`. */
  cases?: Partial<Record<Role, readonly Nearness[]>>
  /** What else than `ok` whoever is let in hears, because there is nothing of that kind in the test. */
  hears?: string
  /** Who may begin a case that is not there yet. */
  begin?: readonly Role[]
  /** What is heard of other cases; `not-found` unless said. */
  otherwise?: string
  /** Also while the window is locked. */
  locked?: true
}

const UNIT = ['mine', 'unit'] as const
/** Applications stay with their station. */
const READ = { auxiliary: UNIT, clerk: UNIT, reviewer: UNIT, supervisor: ['mine', 'unit', 'below'] } as const
const EDIT = { auxiliary: ['mine'], clerk: UNIT } as const
const WORKERS = ['auxiliary', 'clerk', 'reviewer', 'supervisor'] as const
/** Auxiliary staff (警务辅助人员) take nothing out of the house. */
const EXPORTERS = ['clerk', 'reviewer', 'supervisor'] as const
const SETTERS = ['supervisor', 'administrator'] as const
const KEEPERS = ['administrator', 'security'] as const

/** Every call of a window. Calls about a case are made of an application; `EXPORTERS` and others by the domain's own table. */
export const WINDOW: Readonly<Record<CallName, CallRow>> = {
  'session.state': { who: 'anybody', locked: true },
  'session.language': { who: 'anybody', locked: true },
  // A window that is enrolled already.
  'session.enrol': { who: 'anybody', hears: 'busy' },
  'session.signIn': { who: 'anybody', hears: 'session', locked: true },
  'usbKey.state': { who: 'anybody', locked: true },
  // No key is in.
  'usbKey.signIn': { who: 'anybody', hears: 'device', locked: true },
  'usbKey.unlock': { who: 'person', hears: 'device', locked: true },
  'devices.centre': { who: 'person' },
  'devices.test': { who: 'person', hears: 'device' },
  'devices.log': { who: 'person' },
  'devices.cardReader': { who: 'person' },
  'devices.findCardReader': { who: ['administrator'], hears: 'device' },
  'devices.useCardReader': { who: ['administrator'], hears: 'device' },
  'devices.scanner': { who: 'person' },
  'devices.findScanner': { who: ['administrator'], hears: 'device' },
  'devices.useScanner': { who: ['administrator'], hears: 'device' },
  'devices.cardPhoto': { who: 'person' },
  'devices.useCardPhoto': { who: ['administrator'], hears: 'device' },
  'devices.seals': { who: 'person' },
  'devices.useSeals': { who: ['administrator'], hears: 'device' },
  'devices.codeReader': { who: 'person' },
  'devices.useCodeReader': { who: ['administrator'], hears: 'device' },
  'codes.find': { who: 'person', hears: 'not-found' },
  'codes.verify': { who: 'person' },
  'codes.picture': { who: 'person', hears: 'not-found' },
  'citizen.state': { who: WORKERS, cases: READ, begin: ['auxiliary', 'clerk'] },
  // The test's window has no second screen, and its shell can open none.
  'citizen.open': { who: 'person', hears: 'device' },
  'citizen.ask': { who: WORKERS, hears: 'device' },
  'citizen.askRating': { who: 'person', cases: READ, hears: 'device' },
  'citizen.takeBack': { who: 'person' },
  // The second screen's own, which nobody at the desk has: test/rights/citizen.test.ts.
  'citizen.screen': { who: 'anybody', hears: 'forbidden', locked: true },
  'citizen.answer': { who: 'anybody', hears: 'forbidden', locked: true },
  'citizen.rate': { who: 'anybody', hears: 'forbidden', locked: true },
  'devices.printers': { who: 'person' },
  'devices.putPrinters': { who: ['administrator'], hears: 'device' },
  'devices.findUsbPrinters': { who: ['administrator'], hears: 'device' },
  'devices.testPrint': { who: ['administrator'], hears: 'device' },
  'usbKey.settings': { who: 'person' },
  'usbKey.putSettings': { who: ['administrator'] },
  'usbKey.certificates': { who: ['security'] },
  'session.touch': { who: 'anybody', locked: true },
  'session.lock': { who: 'anybody' },
  'session.unlock': { who: 'person', hears: 'session', locked: true },
  'session.password': { who: 'person', hears: 'session' },
  // A post that they do not hold.
  'session.switchPost': { who: 'anybody', hears: 'forbidden' },
  'session.signOut': { who: 'anybody', locked: true },
  'keys.state': { who: 'anybody' },
  'keys.open': { who: 'anybody', hears: 'busy' },
  domains: { who: 'anybody' },
  menu: { who: 'person' },
  units: { who: 'person' },

  'cases.list': { who: WORKERS },
  'cases.search': { who: 'person' },
  'cases.open': { who: 'person', cases: READ },
  'cases.alerts': { who: 'person', cases: READ },
  // No rows in bulk are about such a case; whose they may see is told by the centre (facts.*).
  'cases.counts': { who: 'person', cases: READ, hears: 'not-found' },
  'cases.blank': { who: ['auxiliary', 'clerk'] },
  'cases.preview': { who: WORKERS, cases: READ, begin: ['auxiliary', 'clerk'] },
  'archive.asked': { who: WORKERS, cases: READ, begin: ['auxiliary', 'clerk'] },
  // What is found is looked at for each of them; see sync-server/test/pages.test.ts.
  'archive.search': { who: 'person' },
  // Of those who may take a case out whole; this one is still open.
  'archive.pack': { who: ['reviewer', 'supervisor'], cases: READ, hears: 'problems' },
  // Of a row of the ledger of papers, which this case is not.
  'archive.copy': { who: 'person', hears: 'not-found' },
  'cases.act': { who: 'person', cases: EDIT, begin: ['auxiliary', 'clerk'], otherwise: 'refused' },
  'cases.reveal': { who: 'person', cases: READ },
  'cases.links': { who: WORKERS },

  'drafts.save': { who: 'person' },
  'drafts.drop': { who: 'person' },
  'drafts.list': { who: 'person' },
  'intake.look': { who: ['auxiliary', 'clerk'], refused: 'not-found' },
  'card.read': { who: WORKERS },
  'card.photo': { who: WORKERS },
  'files.add': { who: 'person' },
  'cameras.state': { who: 'person' },
  'cameras.keep': { who: 'person' },
  'files.pages': { who: 'person', hears: 'format' },
  'files.card': { who: 'person', hears: 'format' },
  'files.pdf': { who: 'person', hears: 'not-found' },
  'files.get': { who: 'person', hears: 'not-found' },
  'files.scan': { who: 'person' },
  'files.portrait': { who: 'person', hears: 'device' },

  'import.template': { who: ['auxiliary', 'clerk', 'reviewer'] },
  // Of permits, which nobody imports.
  'import.image': { who: 'person', hears: 'forbidden' },
  'import.start': { who: ['auxiliary', 'clerk', 'reviewer'] },
  'import.job': { who: 'person', hears: 'not-found' },
  'import.cancel': { who: 'person', hears: 'not-found' },
  'import.refused': { who: 'person', hears: 'not-found' },
  'export.list': { who: EXPORTERS },
  'print.list': { who: EXPORTERS },
  // A form of one case is the station's daily work; who may read the case may print it.
  'print.preview': { who: 'person', cases: READ },
  'print.form': { who: 'person', cases: READ },
  'print.open': { who: 'person' },
  'print.settle': { who: 'person', hears: 'not-found' },
  'seal.open': { who: 'person' },
  'seal.count': { who: 'person', hears: 'not-found' },
  'seal.settle': { who: 'person', hears: 'not-found' },
  'reports.run': { who: EXPORTERS },
  'reports.export': { who: EXPORTERS },
  'balance.run': { who: WORKERS },
  // Tiles of reports that the role does not read are left out.
  'dashboard.view': { who: 'person' },
  // Taken down by anybody, also while locked; put up by whoever is signed in.
  'dashboard.wall': { who: 'anybody', locked: true },

  'person.accessLog': { who: ['supervisor'] },
  'person.bursts': { who: ['security'] },
  'audit.choices': { who: ['audit'] },
  'audit.search': { who: ['audit'] },
  'audit.export': { who: ['audit'] },
  'audit.verify': { who: ['audit'] },
  'inbox.list': { who: 'person' },
  'inbox.mend': { who: 'person', hears: 'not-found' },
  'inbox.withdraw': { who: 'person', hears: 'not-found' },
  'inbox.overruled': { who: 'person' },
  'inbox.read': { who: 'person' },
  status: { who: 'anybody', locked: true },
  'sync.now': { who: 'anybody' },
  'sync.unconfirmed': { who: 'person' },
  'sync.unsent': { who: 'person' },
  'carry.state': { who: 'person' },
  'carry.out': { who: 'person' },
  'carry.read': { who: 'person', hears: 'not-found' },
  'carry.begin': { who: 'person' },
  'carry.write': { who: 'person', hears: 'not-found' },
  'carry.look': { who: 'person', hears: 'not-found' },
  'carry.take': { who: 'person', hears: 'not-found' },
  'carry.bring': { who: 'person', hears: 'not-found' },
  'carry.drop': { who: 'person' },
  'numbers.leases': { who: 'person' },
  'numbers.gaps': { who: ['supervisor', 'administrator'] },
  'settings.read': { who: 'person' },
  'settings.parameter': { who: ['administrator'] },
  'settings.calendar': { who: ['administrator'] },
  'hours.read': { who: 'person' },
  'hours.put': { who: ['administrator'] },
  'people.list': { who: KEEPERS },
  'people.put': { who: ['administrator'] },
  'people.posts': { who: ['security'] },
  'people.password': { who: ['security'] },
  'people.reset': { who: ['security'] },
  // No key is in, and what is to be ended is nobody's.
  'people.addCertificate': { who: ['security'], hears: 'device' },
  'people.endCertificate': { who: ['security'] },
  'sessions.list': { who: ['security'] },
  'sessions.end': { who: ['security'], hears: 'server' },
  'signIn.rules': { who: 'person' },
  'signIn.putRules': { who: ['security'] },
  // Whose units reach how far is the centre's to say.
  'rules.view': { who: SETTERS },
  'rules.set': { who: SETTERS },
  'rules.withdraw': { who: SETTERS, hears: 'not-found' },
  'exemptions.view': { who: SETTERS },
  'exemptions.add': { who: SETTERS },
  'exemptions.end': { who: SETTERS, hears: 'not-found' },
  'rehearsals.list': { who: SETTERS },
  'rehearsals.begin': { who: SETTERS, hears: 'problems' },
  'rehearsals.look': { who: SETTERS, hears: 'not-found' },
  'rehearsals.cancel': { who: SETTERS, hears: 'not-found' },
  'rehearsals.adopt': { who: SETTERS, hears: 'not-found' },
  // Only of the whole; the supervisor who asks here has a district. The days that are to be judged are not over.
  'ruleRuns.view': { who: ['administrator'] },
  'ruleRuns.judge': { who: ['administrator'], hears: 'problems' },
  'facts.view': { who: ['reviewer', 'supervisor'] },
  'facts.list': { who: ['reviewer', 'supervisor'] },
  'facts.counts': { who: ['reviewer', 'supervisor'] },
  'facts.template': { who: ['supervisor'] },
  'facts.open': { who: ['supervisor'] },
  // There is no such import, and no such export.
  'facts.piece': { who: ['supervisor'], hears: 'not-found' },
  'facts.begin': { who: ['supervisor'], hears: 'not-found' },
  'facts.cancel': { who: ['supervisor'], hears: 'not-found' },
  'facts.refused': { who: ['supervisor'], hears: 'not-found' },
  'facts.deletionCount': { who: ['supervisor'] },
  'facts.delete': { who: ['supervisor'] },
  'facts.export': { who: ['supervisor'] },
  'facts.exported': { who: 'person', hears: 'not-found' },
  'disposal.view': { who: ['security', 'audit'] },
  // Nothing of that kind has run out, and there is no such proposal or hold.
  'disposal.propose': { who: ['security'], hears: 'problems' },
  'disposal.approve': { who: ['audit'], hears: 'server' },
  'disposal.decline': { who: ['security', 'audit'], hears: 'server' },
  'disposal.hold': { who: ['security'] },
  'disposal.lift': { who: ['security'], hears: 'server' },

  'messages.view': { who: ['administrator'] },
  'messages.putRules': { who: ['administrator'] },
  'messages.putAddress': { who: ['administrator'], hears: 'server' },
  // No such gateway, no such message.
  'messages.test': { who: ['administrator'], hears: 'not-found' },
  'messages.again': { who: ['administrator'], hears: 'server' },
  'messages.drop': { who: ['administrator'], hears: 'server' },

  // This case is of no enterprise; whoever may not edit it hears that there is none.
  'register.look': { who: 'person', cases: EDIT, hears: 'problems' },
  'register.take': { who: 'person', cases: EDIT, hears: 'problems' },
  'openApps.view': { who: ['administrator', 'security'] },
  'openApps.make': { who: ['administrator'] },
  'openApps.secret': { who: ['administrator'], hears: 'not-found' },
  'openApps.endSecret': { who: ['administrator', 'security'], hears: 'not-found' },
  'openApps.grant': { who: ['security'], hears: 'not-found' },
  'openApps.end': { who: ['administrator', 'security'], hears: 'not-found' },
  'stations.list': { who: KEEPERS },
  'stations.code': { who: ['administrator'] },
  'stations.end': { who: KEEPERS, hears: 'server' },
  'backups.list': { who: ['administrator'] },
  'backups.make': { who: ['administrator'] },
  'backups.restore': { who: ['administrator'], hears: 'busy' },
  'backups.anew': { who: 'anybody', hears: 'forbidden' },
  'updates.state': { who: 'person' },
  'updates.look': { who: ['administrator'] },
  'updates.take': { who: ['administrator'], hears: 'not-found' },
  'updates.plan': { who: ['administrator'] },
  'updates.roll': { who: ['administrator'], hears: 'server' },
  'updates.bring': { who: ['administrator'], hears: 'not-found' },
  'demo.state': { who: 'anybody', locked: true },
  'demo.card': { who: 'anybody' },
  'demo.network': { who: 'anybody', locked: true },
  'demo.fault': { who: 'anybody' },
  'demo.refill': { who: 'anybody' },
}
