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
  'PUT /api/people/:id/tries': { door: 'person', lets: { security: OURS }, otherwise: 'forbidden' },

  'GET /api/session': { door: 'station', lets: ALL, otherwise: '' },
  'GET /api/sessions': { door: 'person', lets: { security: OURS }, otherwise: 'hidden' },
  'PUT /api/sessions/:id/end': { door: 'person', lets: { security: OURS }, otherwise: 'not-found' },
  'GET /api/sessions/own': { door: 'person', lets: ALL, otherwise: '' },
  'GET /api/sessions/own (of somebody else)': { door: 'person', lets: NONE, otherwise: 'hidden' },
  'PUT /api/sessions/own/:id/end': { door: 'person', lets: NONE, otherwise: 'not-found' },

  // By the unit of who wrote the event: they must hold that post on the station's line.
  'POST /api/sync/push': { door: 'station', lets: ['own', 'below', 'above'], otherwise: 'refused' },
  'GET /api/sync/pull': { door: 'station', lets: OURS, otherwise: 'hidden' },
  'GET /api/sync/stream': { door: 'station', lets: OURS, otherwise: 'hidden' },
  // By whom the file's case belongs to.
  'HEAD /api/files/:hash': { door: 'station', lets: OURS, otherwise: 'not-found' },
  'GET /api/files/:hash': { door: 'station', lets: OURS, otherwise: 'not-found' },
  'PUT /api/files/:hash': { door: 'station', lets: ALL, otherwise: '' },

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

  'POST /api/audit': { door: 'person', lets: { audit: OURS }, otherwise: 'hidden' },
  'POST /api/audit/export': { door: 'person', lets: { audit: OURS }, otherwise: 'hidden' },
  'POST /api/audit/verify': { door: 'person', lets: { audit: NONE }, otherwise: 'forbidden', top: ['audit'] },
}
