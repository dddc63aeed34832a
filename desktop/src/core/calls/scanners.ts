import { DeviceError } from '../../../../native-bridges/src/driver.ts'
import type { ScannerView } from '../../api/devices.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { faultText } from '../device-states.ts'
import type { Handlers } from './handlers.ts'

type Own = 'devices.scanner' | 'devices.findScanner' | 'devices.useScanner'

/** Milliseconds: SANE asks every maker's driver, and the network is listened to. */
const PATIENCE = 60_000

/** The scanner that administrators set up at a window. */
export function scannerCalls(desk: Desk): Pick<Handlers, Own> {
  const setUp = (client: Client) => {
    const { user } = asking(desk, client)
    if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
    if (!desk.scanner) throw new CallRefusal('device', 'devices.simulated')
    return { user, scanner: desk.scanner }
  }
  return {
    'devices.scanner'(_, client) {
      asking(desk, client)
      return viewOf(desk)
    },
    async 'devices.findScanner'({ address }, client) {
      const { scanner } = setUp(client)
      try {
        return await scanner.find(address ? { address } : {}, AbortSignal.timeout(PATIENCE))
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error
        throw new CallRefusal('device', 'device.fault', { text: faultText('scanner', error, client.language) })
      }
    },
    async 'devices.useScanner'({ settings }, client) {
      const { user, scanner } = setUp(client)
      await desk.audit(user, 'device', 'scanner', { value: settings ? JSON.stringify(settings) : '' })
      await scanner.use(settings ?? undefined)
      return viewOf(desk)
    },
  }
}

function viewOf({ scanner }: Desk): ScannerView {
  const settings = scanner?.settings()
  return { simulated: !scanner, ...(settings && { settings }) }
}
