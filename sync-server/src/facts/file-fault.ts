import type { FactFault } from '../../../shared-types/src/protocol-facts.ts'

/** Why a whole file cannot be read. Its message holds nothing of what stands in it. */
export class FactFileFault extends Error {
  readonly code: FactFault
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: FactFault, facts: FactFileFault['facts'] = {}) {
    super(code)
    this.name = 'FactFileFault'
    this.code = code
    this.facts = facts
  }
}
