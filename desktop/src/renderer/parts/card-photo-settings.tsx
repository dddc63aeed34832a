import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CardPhotoView } from '../../api/devices.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'

type Decoder = NonNullable<CardPhotoView['decoder']>

/** For administrators: the program that makes a picture of the photo on a card's chip. */
export function CardPhotoSettings() {
  const { answer, failure, reload } = useCall('devices.cardPhoto', {})
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  return <DecoderForm key={JSON.stringify(answer.decoder)} decoder={answer.decoder} saved={reload} />
}

interface Draft {
  program: string
  /** One argument a line. */
  args: string
}

function DecoderForm({ decoder, saved }: { decoder: Decoder | undefined; saved(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const before: Draft = { program: decoder?.program ?? '', args: decoder?.args.join('\n') ?? '' }
  const [draft, setDraft] = useState(before)
  const args = draft.args.split('\n').flatMap(line => line.trim() || [])
  const same = draft.program === before.program && draft.args === before.args
  const put = async (next: Decoder | null) => {
    if (await run(() => ask('devices.useCardPhoto', { decoder: next }))) saved()
  }
  return (
    <form
      className="card-photo-settings"
      onSubmit={event => {
        event.preventDefault()
        void put({ program: draft.program.trim(), args })
      }}
    >
      <h4>{t('cardPhoto.title')}</h4>
      <p className="faint">{t(decoder ? 'cardPhoto.is' : 'cardPhoto.none')}</p>
      <DecoderFields draft={draft} change={setDraft} />
      {failure && <FailureNote failure={failure} inline />}
      <p>
        <Button htmlType="submit" size="small" loading={busy} disabled={!draft.program.trim() || same}>
          {t('cardPhoto.use')}
        </Button>
        {decoder && (
          <Button size="small" type="link" disabled={busy} onClick={() => void put(null)}>
            {t('cardPhoto.remove')}
          </Button>
        )}
      </p>
    </form>
  )
}

function DecoderFields({ draft, change }: { draft: Draft; change(next: Draft): void }) {
  const { t } = useTranslation()
  return (
    <>
      <Input
        className="mono"
        aria-label={t('cardPhoto.program')}
        placeholder={t('cardPhoto.program')}
        maxLength={300}
        value={draft.program}
        onChange={event => change({ ...draft, program: event.target.value })}
      />
      <Input.TextArea
        className="mono"
        aria-label={t('cardPhoto.args')}
        placeholder={t('cardPhoto.args')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={draft.args}
        onChange={event => change({ ...draft, args: event.target.value })}
      />
    </>
  )
}
