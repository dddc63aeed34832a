import type { UpdateFault } from '../../../shared-types/src/model/update.ts'

/** An update is not taken, or did not stay. The words have `update.<code>` for each. */
export class UpdateRefusal extends Error {
  readonly code: UpdateFault
  constructor(code: UpdateFault, options?: ErrorOptions) {
    super(`The update is not taken: ${code}`, options)
    this.name = 'UpdateRefusal'
    this.code = code
  }
}
