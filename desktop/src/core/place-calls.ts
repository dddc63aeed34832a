import type { CallName } from '../api.ts'
import { CallRefusal } from './call-refusal.ts'

/**
 * All that somebody may ask for who came in from elsewhere; every other call, also one that is added tomorrow, is refused.
 * Nothing of it touches a device, the machine that the core runs on, or what belongs to a window as a whole.
 */
const PLACE_CALLS: ReadonlySet<string> = new Set<CallName>([
  'session.state',
  'session.language',
  'session.signIn',
  'session.touch',
  'session.lock',
  'session.unlock',
  'session.password',
  'session.switchPost',
  'session.signOut',
  'domains',
  'menu',
  'units',
  'status',
  'cases.list',
  'cases.search',
  'cases.open',
  'cases.blank',
  'cases.preview',
  'cases.act',
  'cases.reveal',
  'cases.links',
  'drafts.save',
  'drafts.drop',
  'drafts.list',
  'files.add',
  'files.get',
  'inbox.list',
  'inbox.mend',
  'inbox.withdraw',
  'inbox.overruled',
  'inbox.read',
  'export.list',
  'print.list',
  'print.preview',
  'reports.run',
  'reports.export',
  'balance.run',
  'dashboard.view',
  'dashboard.wall',
  'citizen.state',
  'sessions.list',
  'sessions.end',
  'person.accessLog',
  'rules.view',
  'rules.set',
  'rules.withdraw',
  'exemptions.view',
  'exemptions.add',
  'exemptions.end',
  'rehearsals.list',
  'rehearsals.begin',
  'rehearsals.look',
  'rehearsals.cancel',
  'rehearsals.adopt',
  // What the page asks by itself: of none of it anything is here (see place-seat.ts).
  'print.open',
  'seal.open',
  'usbKey.state',
])

/** @throws CallRefusal for a call that is not for people elsewhere */
export function demandPlace(name: string): void {
  if (!PLACE_CALLS.has(name)) throw new CallRefusal('forbidden', 'place.call')
}
