/** What a register outside the house says of an enterprise. */
export const REGISTER_ITEMS = ['name', 'representative', 'address'] as const
export type RegisterItem = (typeof REGISTER_ITEMS)[number]

/** A record of an enterprise that such a register is asked about: the field with its code, and which fields take what. */
export interface InRegister {
  code: string
  fills: Readonly<Partial<Record<RegisterItem, string>>>
}
