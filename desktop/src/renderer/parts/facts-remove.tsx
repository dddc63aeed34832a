import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { Waiting } from './waiting.tsx'

interface FactsRemoveProps {
  label: string
  doomed: Arguments<'facts.deletionCount'>
  /** Told how many are gone. */
  done(deleted: number): void
}

/** Counts what would go, asks what for, and deletes it piece by piece. */
export function FactsRemove({ label, doomed, done }: FactsRemoveProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [count, setCount] = useState<number>()
  const [gone, setGone] = useState<number>()
  const look = () => run(async () => setCount((await ask('facts.deletionCount', doomed)).count))
  const remove = async (purpose: string) => {
    const deleted = await run(async () => {
      let all = 0
      setGone(0)
      for (let more = true; more; ) {
        const part = await ask('facts.delete', { ...doomed, purpose })
        all += part.deleted
        more = part.more
        setGone(all)
      }
      return all
    })
    setGone(undefined)
    setCount(undefined)
    if (deleted !== undefined) done(deleted)
  }
  if (failure) return <FailureNote failure={failure} close={clear} inline />
  if (gone !== undefined) return <Waiting text={t('facts.removing', { count: gone })} />
  if (count === undefined)
    return (
      <Button size="small" danger loading={busy} onClick={() => void look()}>
        {label}
      </Button>
    )
  if (count === 0) return <span className="faint">{t('facts.foundNone')}</span>
  return (
    <>
      <p>{t('facts.found', { count })}</p>
      <PurposeForm
        label={t('facts.remove', { count })}
        busy={busy}
        go={purpose => void remove(purpose)}
        close={() => setCount(undefined)}
      />
    </>
  )
}
