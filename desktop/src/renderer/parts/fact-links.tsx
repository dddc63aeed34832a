import { NavLink } from 'react-router'
import type { Domain } from '../../../../shared-types/src/model/domain.ts'
import { useHouse } from '../state/house.tsx'

/** The rows in bulk of a domain that the post may look at. */
export function FactLinks({ domain }: { domain: Domain }) {
  const { language, role } = useHouse()
  return Object.entries(domain.facts ?? {})
    .filter(([, fact]) => role && fact.access[role]?.includes('read'))
    .map(([name]) => {
      const label = domain.words[language].facts?.[name]?.label ?? name
      return (
        <NavLink key={name} to={`/f/${domain.name}/${name}`} title={label}>
          <span>{label}</span>
        </NavLink>
      )
    })
}
