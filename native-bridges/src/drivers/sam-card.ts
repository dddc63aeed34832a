import { DeviceError } from '../driver.ts'
import type { CardData } from './card-data.ts'
import { decodeCardText } from './card-text.ts'
import { COMMANDS, readParts, SAM, samFault, samIdText } from './sam-commands.ts'
import type { SamLink } from './sam-link.ts'

/** What one look at the reader's field saw. */
export type Seen =
  | { state: 'card'; card: CardData }
  /** The card that was read at an earlier look. */
  | { state: 'same' }
  /** `last` is why the card before could not be read, when it could not. */
  | { state: 'none'; last?: DeviceError }
  | { state: 'failed'; error: DeviceError }

/** Asks the module whether it is well and who it is. @throws {DeviceError} its fault when it refuses. */
export async function identify(link: SamLink, signal: AbortSignal): Promise<string> {
  const status = await link(COMMANDS.status, signal)
  if (status.status !== SAM.ok) throw samFault(status.status, 'status')
  const id = await link(COMMANDS.samId, signal)
  if (id.status !== SAM.ok) throw samFault(id.status, 'SAM id')
  return samIdText(id.data)
}

/** One missing answer may be a shaken card; two in a row are a card that left. */
const MISSES = 2

/**
 * Looks at the field, again and again. A card that was selected is not found a second time until it
 * is lifted, so a lying card is noticed by asking it for its new address, which it answers while it
 * is there, and at the first look by reading without finding.
 * @throws {DeviceError} from a look when the reader, not the card, is at fault.
 */
export function presence(link: SamLink, withFingerprint = false): (signal: AbortSignal) => Promise<Seen> {
  let looked = false
  let reading = false
  let misses = 0
  let last: DeviceError | undefined
  async function card(signal: AbortSignal): Promise<CardData | undefined> {
    const found = await link(COMMANDS.find, signal)
    const first = !looked
    looked = true
    if (found.status !== SAM.found) return first ? read(link, signal, { unsure: true, withFingerprint }) : undefined
    const selected = await link(COMMANDS.select, signal)
    if (selected.status !== SAM.ok) throw samFault(selected.status, 'select')
    return read(link, signal, { unsure: false, withFingerprint })
  }
  return async signal => {
    try {
      if (reading && (await stillThere(link, signal))) {
        misses = 0
        return { state: 'same' }
      }
      const read = await card(signal)
      if (!read && reading && ++misses < MISSES) return { state: 'same' }
      misses = 0
      reading = read !== undefined
      if (!read) return { state: 'none', last }
      last = undefined
      return { state: 'card', card: read }
    } catch (error) {
      if (!(error instanceof DeviceError) || !ofTheCard(error)) throw error
      reading = false
      last = error
      return { state: 'failed', error }
    }
  }
}

const ofTheCard = ({ fault }: DeviceError) => fault === 'unreadable' || fault === 'auth'

async function stillThere(link: SamLink, signal: AbortSignal): Promise<boolean> {
  const { status } = await link(COMMANDS.newAddress, signal)
  if (status === SAM.ok || status === SAM.empty) return true
  // Modules older than the new-address command refuse it as such; they still read the selected card again.
  if (!NOT_KNOWN.includes(status)) return false
  return (await link(COMMANDS.read, signal)).status === SAM.ok
}

const NOT_KNOWN: readonly number[] = [SAM.command, SAM.unknown, SAM.notPermitted]

/**
 * Reads the selected card; when `unsure` whether there is one, a failed read means that there is none. A module that does
 * not know fingerprints is asked without.
 */
async function read(
  link: SamLink,
  signal: AbortSignal,
  { unsure, withFingerprint }: { unsure: boolean; withFingerprint: boolean },
): Promise<CardData | undefined> {
  const whole = withFingerprint ? await link(COMMANDS.readAll, signal) : undefined
  const known = whole && !NOT_KNOWN.includes(whole.status)
  const answer = known ? whole : await link(COMMANDS.read, signal)
  if (answer.status !== SAM.ok) {
    const fault = samFault(answer.status, 'read')
    if (unsure && fault.fault !== 'auth') return undefined
    throw fault
  }
  const { text, ...pictures } = readParts(answer.data, known === true)
  const card: CardData = { ...decodeCardText(text), ...pictures }
  const newAddress = await readNewAddress(link, signal)
  return newAddress ? { ...card, newAddress } : card
}

/** The address written to the chip after the card was made; a card that just left has been read all the same. */
async function readNewAddress(link: SamLink, signal: AbortSignal): Promise<string | undefined> {
  const { status, data } = await link(COMMANDS.newAddress, signal)
  if (status !== SAM.ok) return undefined
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(data).replace(/[ \0]+$/, '') || undefined
}
