import { maskPhone } from '../../../shared-types/src/engine/phone.ts'
import type { MessageAddress } from '../../../shared-types/src/protocol-messages.ts'
import type { KeptText } from '../kept-text.ts'
import type { Db, Turn } from '../store.ts'

/** Where a person is reached. Sealed in the database, used for sending, shown to nobody whole. */
export interface Address {
  phone?: string
  mail?: string
}

export async function addressOf(db: Db, kept: KeptText, person: string): Promise<Address> {
  const row = await db.selectFrom('message_addresses').selectAll().where('person', '=', person).executeTakeFirst()
  return row ? opened(kept, row) : {}
}

/** Of everybody who has one, as far as an administrator sees it: 138****1234, l***@example.org. */
export async function shownAddresses(db: Db, kept: KeptText): Promise<Map<string, Omit<MessageAddress, 'person'>>> {
  const rows = await db.selectFrom('message_addresses').selectAll().execute()
  return new Map(
    rows.map(row => {
      const { phone, mail } = opened(kept, row)
      const shown = { ...(phone && { phone: maskPhone(phone) }), ...(mail && { mail: maskMail(mail) }) }
      return [row.person, { ...shown, changedAt: row.changed_at }]
    }),
  )
}

/** `undefined` leaves what is there, '' takes it away. */
export async function putAddress(
  { db }: Turn,
  kept: KeptText,
  person: string,
  asked: { phone?: string | undefined; mail?: string | undefined },
  now: string,
): Promise<void> {
  const { phone: oldPhone = '', mail: oldMail = '' } = await addressOf(db, kept, person)
  const { phone = oldPhone, mail = oldMail } = asked
  await db.deleteFrom('message_addresses').where('person', '=', person).execute()
  if (!phone && !mail) return
  const sealed = (text: string, part: string) => (text ? kept.seal(text, `${part} ${person}`) : null)
  const row = { person, phone: sealed(phone, 'phone'), mail: sealed(mail, 'mail'), changed_at: now }
  await db.insertInto('message_addresses').values(row).execute()
}

/** Seals what lies open from before the deployment had a secret of its own. */
export async function sealAddresses(turn: Turn, kept: KeptText): Promise<void> {
  const rows = await turn.db.selectFrom('message_addresses').selectAll().execute()
  const isOpen = (text: string | null) => text !== null && !kept.isSealed(text)
  for (const row of rows.filter(({ phone, mail }) => isOpen(phone) || isOpen(mail)))
    await putAddress(turn, kept, row.person, {}, row.changed_at)
}

function opened(kept: KeptText, row: { person: string; phone: string | null; mail: string | null }): Address {
  const { person, phone, mail } = row
  return {
    ...(phone && { phone: kept.open(phone, `phone ${person}`) }),
    ...(mail && { mail: kept.open(mail, `mail ${person}`) }),
  }
}

const maskMail = (mail: string): string => mail.replace(/^(.).*(@.*)$/u, '$1***$2')
