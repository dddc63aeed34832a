import type { RegisterItem } from './model/register.ts'

/** Asks the centre what the register of enterprises says of this unified social credit code. */
export interface RegisterRequest {
  code: string
}

export interface RegisterAnswer {
  /** What the deployment calls the register. */
  register: string
  items: Partial<Record<RegisterItem, string>>
  time: string
}
