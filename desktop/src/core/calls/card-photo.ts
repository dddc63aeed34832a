import type { CardPhotoView } from '../../api/devices.ts'
import { asking, readableKind } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { isProgram } from '../card-photo.ts'
import type { CoreOptions } from '../core.ts'
import type { Desk } from '../desk.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

type Own = 'card.photo' | 'devices.cardPhoto' | 'devices.useCardPhoto'

/** The photo on the chip of the card that lies on the reader, and the program that decodes it at this window. */
export function cardPhotoCalls(desk: Desk, { log }: CoreOptions): Pick<Handlers, Own> {
  return {
    async 'card.photo'({ type, number }, client) {
      const who = asking(desk, client)
      readableKind(desk, who, type)
      const wlt = desk.devices.cardPhoto(number)
      if (!wlt) return undefined
      try {
        const picture = await desk.cardPhotos?.shown(wlt)
        return picture ? { picture } : { text: coreText(client.language, 'cardPhoto.none') }
      } catch (error) {
        log?.(error)
        return { text: coreText(client.language, 'cardPhoto.failed') }
      }
    },
    'devices.cardPhoto'(_, client) {
      asking(desk, client)
      return viewOf(desk)
    },
    async 'devices.useCardPhoto'({ decoder }, client) {
      const { user } = asking(desk, client)
      if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
      if (!desk.cardPhotos) throw new CallRefusal('device', 'devices.simulated')
      if (decoder && !(await isProgram(decoder.program)))
        throw new CallRefusal('problems', 'cardPhoto.program', { program: decoder.program })
      await desk.audit(user, 'device', 'card-photo', { value: decoder ? JSON.stringify(decoder) : '' })
      await desk.cardPhotos.use(decoder ?? undefined)
      return viewOf(desk)
    },
  }
}

function viewOf({ cardPhotos }: Desk): CardPhotoView {
  if (!cardPhotos) return { simulated: true }
  const decoder = cardPhotos.program()
  return { simulated: false, ...(decoder && { decoder: { program: decoder.program, args: [...decoder.args] } }) }
}
