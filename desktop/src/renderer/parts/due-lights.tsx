import { ClockCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Due } from '../../../../shared-types/src/engine/due.ts'
import { useHouse } from '../state/house.tsx'

const TONES = { ok: 'quiet', due: 'wait', late: 'bad' } as const

interface DueLightsProps {
  type: string
  due: Due
  /** Leave out limits that still have time. */
  urgent?: boolean
}

/** The lights of a case's time limits, and its flags. */
export function DueLights({ type, due, urgent }: DueLightsProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(type)
  const flags = house.kind(type).record.flags ?? {}
  return (
    <>
      {due.limits
        .filter(limit => !urgent || limit.level !== 'ok')
        .map(({ name, due: day, last, level }) => (
          <span key={name} className={`light tone-${TONES[level]}`} title={`${labels.limit(name)} ${day} / ${last}`}>
            <ClockCircleOutlined /> {t(`due.${level}`, { day: level === 'ok' ? day : last })}
          </span>
        ))}
      {due.flags.map(name => (
        <span key={name} className={`light tone-${flags[name]?.tone ?? 'quiet'}`}>
          {labels.flag(name)}
        </span>
      ))}
    </>
  )
}
