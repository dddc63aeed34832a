import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { RegisterAnswer } from '../../../shared-types/src/protocol-register.ts'
import type { ServerRequests } from './server-request.ts'

/** What the centre asks the register of enterprises in this window's name. */
export interface RegisterRequests {
  register(code: string): Promise<RegisterAnswer>
}

/** The register is given its tries before the centre answers. */
const LONG = 320_000

export const registerRequests = ({ send }: ServerRequests): RegisterRequests => ({
  register: code => send('POST', ROUTES.register, { code }, LONG),
})
