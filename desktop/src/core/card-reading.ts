import type { Driver } from '../../../native-bridges/src/driver.ts'
import type { CardData } from '../../../native-bridges/src/drivers/card-data.ts'
import type { IdCardAsk, IdCardPiece } from '../../../native-bridges/src/drivers/id-card.ts'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import type { Notice } from '../api.ts'
import { cardSummary } from './card-fields.ts'
import { cardWatch, type WatchPiece } from './card-watch.ts'
import type { DeviceStates } from './device-states.ts'

export interface CardReading {
  /** The card that lies on the reader now. */
  here(): { card: CardData; simulated: boolean } | undefined
  /** Ends when the signal was given and the reader has been let go. */
  ended: Promise<void>
}

/** Watches the reader until `signal`, and tells of each card that comes and goes. */
export function cardReading(
  reader: Driver<IdCardAsk, IdCardPiece>,
  signal: AbortSignal,
  states: DeviceStates,
  today: () => string,
  tell: (notice: Notice) => void,
): CardReading {
  const now: { lying?: { card: CardData; simulated: boolean } } = {}
  const leave = () => {
    if (now.lying) tell({ topic: 'card', state: 'removed' })
    delete now.lying
  }
  const hear = (piece: WatchPiece) => {
    switch (piece.state) {
      case 'ready':
        return states.note(piece.device, 'ready')
      case 'fault':
        if (piece.device) states.note(piece.device, 'fault', piece.error)
        // A reader that is gone cannot vouch for the card that lay on it.
        return leave()
      case 'removed':
        return leave()
      case 'failed':
        return tell({ topic: 'card', state: 'fault', fault: piece.fault })
      case 'card': {
        const { card, device } = piece
        now.lying = { card, simulated: device.simulated }
        states.used(device)
        // A notice goes to every screen, also when nobody is signed in: the number is asked for by who serves the person.
        const summary = { ...cardSummary(card, today(), device.simulated), number: maskPersonId(card.idNumber) }
        return tell({ topic: 'card', state: 'placed', card: summary })
      }
    }
  }
  const unwatch = reader.watch?.(({ state }) => {
    if (state === 'dismissed') leave()
  })
  return { here: () => now.lying, ended: cardWatch(reader, signal, hear).finally(unwatch) }
}
