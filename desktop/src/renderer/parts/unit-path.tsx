import { useTranslation } from 'react-i18next'

interface UnitPathProps {
  path: readonly { unit: string; name: string }[]
  go(unit: string): void
}

/** Where in the tree of units a report stands; each unit above leads back up. */
export function UnitPath({ path, go }: UnitPathProps) {
  const { t } = useTranslation()
  if (path.length === 0) return null
  return (
    <nav className="unit-path" aria-label={t('list.unit')}>
      {path.map(({ unit, name }, n) =>
        n === path.length - 1 ? (
          <b key={unit}>{name}</b>
        ) : (
          <button key={unit} type="button" className="drill" onClick={() => go(unit)}>
            {name}
          </button>
        ),
      )}
    </nav>
  )
}
