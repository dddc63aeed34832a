import type { SearchPiece } from '../../../../native-bridges/src/drivers/id-card-search.ts'
import type { CardReaderLine, CardReaderView, DeviceEntry } from '../../api/devices.ts'
import type { Status } from '../../api/sync.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { journalText } from '../device-journal.ts'
import { faultText } from '../device-states.ts'
import type { Devices } from '../devices.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'devices.centre'
  | 'devices.test'
  | 'devices.log'
  | 'devices.cardReader'
  | 'devices.findCardReader'
  | 'devices.useCardReader'

/** Milliseconds a search may take: a machine has a handful of serial lines. */
const PATIENCE = 120_000

/** The devices that administrators set up at a window. */
export function deviceCalls(desk: Desk): Pick<Handlers, Own> {
  const setUp = (client: Client) => {
    const { user } = asking(desk, client)
    if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
    if (!desk.cardReader) throw new CallRefusal('device', 'devices.simulated')
    return { user, reader: desk.cardReader }
  }
  return {
    'devices.centre'(_, client) {
      asking(desk, client)
      return desk.devices.states(client.language).map(state => entryOf(desk.devices, state, client))
    },
    async 'devices.test'({ id }, client) {
      asking(desk, client)
      const tested = await desk.devices.test(id, client.language)
      if (!tested) throw new CallRefusal('device', 'devices.gone')
      return tested
    },
    'devices.log'(_, client) {
      asking(desk, client)
      const bytes = new TextEncoder().encode(journalText(desk.devices.journal.all()))
      return { name: `devices-${desk.clock.today()}.txt`, mime: 'text/plain', bytes }
    },
    'devices.cardReader'(_, client) {
      asking(desk, client)
      return viewOf(desk)
    },
    async 'devices.findCardReader'({ paths }, client) {
      const { reader } = setUp(client)
      const pieces = await reader.search(paths, AbortSignal.timeout(PATIENCE))
      return pieces.map(piece => lineOf(piece, client))
    },
    async 'devices.useCardReader'({ reader: wanted }, client) {
      const { user, reader } = setUp(client)
      await desk.audit(user, 'device', 'card-reader', { value: wanted ? JSON.stringify(wanted) : '' })
      await reader.use(wanted ?? undefined)
      return viewOf(desk)
    },
  }
}

/** How many happenings of a device the screen shows. */
const SHOWN = 20
const TESTABLE: readonly string[] = ['id-card', 'code-reader', 'scanner', 'seal']

function entryOf({ journal }: Devices, state: Status['devices'][number], { language }: Client): DeviceEntry {
  const lastUse = journal.lastUse(state.id)
  const happened = journal.of(state.id).slice(-SHOWN).reverse()
  return {
    ...state,
    ...(lastUse && { lastUse }),
    testable: TESTABLE.includes(state.kind),
    happened: happened.map(({ at, device, state: was, fault }) => ({
      at,
      state: was,
      text: fault ? faultText(device.kind, fault, language) : '',
    })),
  }
}

function viewOf({ cardReader }: Desk): CardReaderView {
  if (!cardReader) return { simulated: true }
  const { paths: _, ...reader } = cardReader.settings() ?? {}
  return { simulated: false, ...('port' in reader && { reader }) }
}

function lineOf(piece: SearchPiece, { language }: Client): CardReaderLine {
  if (piece.state === 'nothing') {
    // The search gave up on a line that said nothing: nobody stopped a reading.
    const isSilent = piece.fault === 'cancelled'
    const text = isSilent ? coreText(language, 'devices.silent') : faultText('id-card', piece, language)
    return { port: piece.port, text }
  }
  const { state: _, port, ...found } = piece
  return { port, found }
}
