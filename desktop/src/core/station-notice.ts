import type { StationFault } from '../api/session.ts'
import { CallRefusal } from './call-refusal.ts'
import { isStopped, type StationIdentity } from './station-identity.ts'
import { type CoreLanguage, coreText } from './words.ts'

type Identity = Pick<StationIdentity, 'fault'>

const isHere = (code: StationFault['code']) => code !== 'moved' && code !== 'missing'

/** The sentence that says why, in the core's words. */
const saying = (code: StationFault['code']) =>
  isHere(code) ? (`server.${code}` as const) : (`station.${code}` as const)

/** What the screen says of a station whose word the centre does not take; empty when all is well. */
export function stationNotice(identity: Identity, language: CoreLanguage): { stationFault?: StationFault } {
  const code = identity.fault()
  if (!code) return {}
  return {
    stationFault: { code, text: coreText(language, saying(code), { detail: '' }), stopped: isStopped(identity) },
  }
}

/** Whoever copied a folder to another machine sees nothing of it. @throws CallRefusal */
export function demandHere(identity: Identity): void {
  const code = identity.fault()
  if (code && !isHere(code)) throw new CallRefusal('session', saying(code))
}

/** Nothing is entered that the centre has said it will not take. @throws CallRefusal */
export function demandWorking(identity: Identity): void {
  const code = identity.fault()
  if (code && isStopped(identity)) throw new CallRefusal('forbidden', saying(code))
}
