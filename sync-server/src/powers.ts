import type { Officer } from '../../shared-types/src/model/person.ts'
import type { OfficerAsk } from './route.ts'

/** Who changes what the deployment is made of: an officer, or the program on the server's own machine. */
export interface Powers {
  office: Officer | 'founder'
  /** The officer themselves: nobody changes their own posts. */
  person?: string
  /** Within which units they may change things. */
  administers: ReadonlySet<string>
  /** In the whole deployment. */
  whole: boolean
}

export const powersOf = ({ office, signedIn, administers, whole }: OfficerAsk): Powers => ({
  office,
  person: signedIn.person.id,
  administers,
  whole,
})
