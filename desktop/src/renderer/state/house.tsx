import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { kindOf, kindsOf } from '../../../../shared-types/src/engine/kinds.ts'
import { type Labels, label } from '../../../../shared-types/src/engine/words.ts'
import type { Desk, Domain, Kind, Kinds, Language } from '../../../../shared-types/src/model/domain.ts'
import type { Role, Unit } from '../../../../shared-types/src/model/person.ts'
import type { MenuDesk } from '../../api/cases.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useSessionState } from './session.tsx'
import { aboutCases, useCall } from './use-call.ts'

/** Everything the screen knows of domains and units, all of it data from the core. */
export interface House {
  domains: readonly Domain[]
  kinds: Kinds
  units: readonly Unit[]
  menu: readonly MenuDesk[]
  language: Language
  today: string
  role: Role | undefined
  kind(type: string): Kind
  labels(type: string): Labels
  domain(name: string): Domain
  desk(domain: string, name: string): Desk | undefined
}

const HouseContext = createContext<House | undefined>(undefined)

/** Loads domains, units and the menu of the post, and shows nothing below before they are there. */
export function HouseProvider({ children }: { children: ReactNode }) {
  const { language, today, post } = useSessionState()
  const forPost = (notice: { topic: string }) => notice.topic === 'session'
  const domains = useCall('domains', {})
  const units = useCall('units', {}, forPost)
  const menu = useCall('menu', {}, notice => aboutCases()(notice) || notice.topic === 'session')
  const house = useMemo(
    () =>
      domains.answer &&
      units.answer &&
      menu.answer &&
      houseOf({ domains: domains.answer, units: units.answer, menu: menu.answer, language, today, role: post?.role }),
    [domains.answer, units.answer, menu.answer, language, today, post?.role],
  )
  const failure = domains.failure ?? units.failure ?? menu.failure
  if (!house) return failure ? <FailureNote failure={failure} again={domains.reload} /> : <Waiting page />
  return <HouseContext value={house}>{children}</HouseContext>
}

function houseOf(given: Pick<House, 'domains' | 'units' | 'menu' | 'language' | 'today' | 'role'>): House {
  const kinds = kindsOf(given.domains)
  return {
    ...given,
    kinds,
    kind: type => kindOf(kinds, type),
    labels: type => label(kindOf(kinds, type), given.language),
    domain: name => {
      const domain = given.domains.find(d => d.name === name)
      if (!domain) throw new Error(`there is no domain ${name}`)
      return domain
    },
    desk: (domain, name) => given.domains.find(d => d.name === domain)?.desks[name],
  }
}

export function useHouse(): House {
  const house = useContext(HouseContext)
  if (!house) throw new Error('there is no house around this component')
  return house
}
