import { UsbOutlined } from '@ant-design/icons'
import { Descriptions, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CarryLook } from '../../api/carry.ts'
import { useIncoming } from '../state/use-incoming.ts'
import { CarryResult } from './carry-result.tsx'
import { sizeText } from './carry-size.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FileDrop } from './file-drop.tsx'
import { KeyButton } from './key-button.tsx'

/** A file from a stick: what it is, what is done with it, and what came of it. */
export function CarryIn() {
  const { t } = useTranslation()
  const { read, result, choose, go, letGo, busy, failure, clear, percent, run, give } = useIncoming()
  return (
    <section className="carry-part">
      <h3>{t('carry.in')}</h3>
      <p className="faint">{t('carry.inHint')}</p>
      {!read && (
        <FileDrop
          accept=".ctcarry,.ctreceipt"
          icon={<UsbOutlined />}
          text={t('carry.drop')}
          busy={busy}
          take={choose}
        />
      )}
      {percent !== undefined && <Progress percent={percent} size="small" />}
      {failure && <FailureNote failure={failure} close={clear} />}
      {read && (
        <>
          <Look look={read.look} />
          <p className="step-buttons">
            <KeyButton hotkey="F9" type="primary" autoFocus loading={busy} onClick={go}>
              {t(`carry.${read.look.may}`)}
            </KeyButton>
            <KeyButton hotkey="Escape" disabled={busy} onClick={letGo}>
              {t('carry.leave')}
            </KeyButton>
          </p>
        </>
      )}
      {result && <CarryResult {...result} busy={busy} give={(file, name) => void run(() => give(file, name))} />}
    </section>
  )
}

function Look({ look }: { look: CarryLook }) {
  const { t } = useTranslation()
  return (
    <Descriptions
      bordered
      size="small"
      column={2}
      items={[
        { key: 'kind', label: t('carry.kind'), children: t(`carry.kinds.${look.kind}`, { sequence: look.sequence }) },
        { key: 'station', label: t('carry.window'), children: `${look.unit} ${look.station}` },
        { key: 'made', label: t('carry.made'), children: <Clock at={look.made} /> },
        {
          key: 'content',
          label: t('carry.content'),
          children: t(`carry.contents.${look.kind}`, {
            events: look.events,
            files: look.files,
            size: sizeText(look.size),
          }),
        },
      ]}
    />
  )
}
